import { noPadding, type Padding, type Pair, type Shape } from '@facegpu/kernels';
import type { NodeAttributes } from './attributes.ts';

/**
 * A node's padding: `valid` for none, `same` for TensorFlow's rule (as many windows as strides fit
 * into the input; an odd row goes to the end), or `[top, bottom, left, right]`.
 */
export function paddingOf(
  attributes: NodeAttributes,
  input: Shape,
  kernel: Pair,
  strides: Pair,
  dilations: Pair,
): Padding {
  if (attributes.is('padding', 'valid')) return noPadding;
  if (attributes.is('padding', 'same')) {
    const [top, bottom] = samePadding(input[1], kernel[0], strides[0], dilations[0]);
    const [left, right] = samePadding(input[2], kernel[1], strides[1], dilations[1]);
    return { top, bottom, left, right };
  }
  const [top = 0, bottom = 0, left = 0, right = 0] = attributes.numbers('padding', [0, 0, 0, 0]);
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
