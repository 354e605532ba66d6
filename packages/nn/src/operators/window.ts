import { noPadding, type Padding, type Pair, type Shape } from '@facegpu/kernels';
import type { PaddingAttribute } from './kinds.ts';

/** A window that slides over an image, as a node's attributes describe it. */
export interface WindowAttributes {
  readonly padding: PaddingAttribute;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations?: Pair;
}

/**
 * A window's padding: `valid` is none, `same` is TensorFlow's rule (as many windows as strides fit
 * into the input; an odd row goes to the end), `same-lower` puts the odd row in front, a list is
 * `[top, bottom, left, right]`.
 *
 * @param input `[batch, height, width, channels]`
 */
export function paddingOf(
  { padding, kernel, strides, dilations = [1, 1] }: WindowAttributes,
  input: Shape,
): Padding {
  if (padding === 'valid') return noPadding;
  if (typeof padding === 'string') {
    const [top, bottom] = samePadding(input[1], kernel[0], strides[0], dilations[0]);
    const [left, right] = samePadding(input[2], kernel[1], strides[1], dilations[1]);
    const isLower = padding === 'same-lower';
    return isLower
      ? { top: bottom, bottom: top, left: right, right: left }
      : { top, bottom, left, right };
  }
  const [top, bottom, left, right] = padding;
  return { top, bottom, left, right };
}

function samePadding(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
): [before: number, after: number] {
  const windows = Math.ceil(size / stride);
  const span = (kernel - 1) * dilation + 1;
  const total = Math.max(0, (windows - 1) * stride + span - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
