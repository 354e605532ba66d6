import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { imageShape, type Shape, Tensor } from '../tensor/tensor.ts';
import { noPadding, type Pair } from '../tensor/window.ts';
import { lpPool2d } from './lp.ts';
import { pool2d } from './pool2d.ts';

export interface GlobalPool2dArgs {
  readonly kind: 'lp' | 'max';
  /** The exponent of `lp`; 2 where it is left out. */
  readonly p?: number | undefined;
  /** `[batch, height, width, channels]` with at least one pixel, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, 1, 1, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * The maximum or the p-norm of each channel over height and width: of each row first, then of what
 * the rows gave, so that rows are pooled side by side.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function globalPool2d({ kind, p, input, output, live }: GlobalPool2dArgs): Dispatch[] {
  const dtype = requireReal('globalPool2d', input);
  requireLayout('globalPool2d', 'input', input, 'nhwc4');
  const shape = globalPool2dShape(input.shape);
  requireSpec('globalPool2d', 'output', output, { shape, dtype, layout: 'nhwc4' });
  const [batch, height, width, channels] = imageShape(input.shape);
  const across = (kernel: Pair, from: Tensor, to: Tensor) => {
    const window = { kernel, strides: [1, 1], padding: noPadding } as const;
    const args = { ...window, input: from, output: to, live };
    return kind === 'lp' ? lpPool2d({ ...args, p }) : pool2d({ ...args, kind });
  };
  if (height === 1) return across([1, width], input, output);
  if (width === 1) return across([height, 1], input, output);
  const spec = { shape: [batch, height, 1, channels], dtype, layout: 'nhwc4' } as const;
  const rows = new Tensor('pooled rows', spec);
  return [...across([1, width], input, rows), ...across([height, 1], rows, output)];
}

/** The shape of a global pooling's output. */
export function globalPool2dShape(input: Shape): Shape {
  const [batch, , , channels] = imageShape(input);
  return [batch, 1, 1, channels];
}
