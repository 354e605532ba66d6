import { copy } from '../copy/copy.ts';
import { fill } from '../fill/fill.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { denseStrides, pairAxes, requireEach } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';

export interface PadAttributes {
  /** Elements to add in front of each axis and behind it; 0 or more. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface PadArgs extends PadAttributes {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input; each axis longer by what is added to it. */
  readonly output: Tensor;
  /** What the added elements hold; 0 where it is left out. */
  readonly value?: number | undefined;
}

/**
 * Surrounds a tensor with a constant: fills the whole output, then copies the input into its middle,
 * so that no element has to find out on which side of an edge it lies.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function pad({ input, output, before, after, value = 0 }: PadArgs): Dispatch[] {
  const shape = padShape(input.shape, { before, after });
  requireLayout('pad', 'input', input, 'dense');
  requireSpec('pad', 'output', output, { shape, dtype: input.dtype, layout: 'dense' });
  const outputStrides = denseStrides(output.shape);
  const axes = pairAxes(input.shape, denseStrides(input.shape), outputStrides);
  const outputStart = before.reduce((sum, n, i) => sum + n * outputStrides[i], 0);
  return [...fill({ output, value }, 'pad'), ...copy({ input, output, axes, outputStart }, 'pad')];
}

/**
 * The shape of a padded tensor.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function padShape(shape: Shape, { before, after }: PadAttributes): Shape {
  requireEach('pad', 'amounts before', before, shape.length, 0);
  requireEach('pad', 'amounts after', after, shape.length, 0);
  return shape.map((size, i) => size + before[i] + after[i]);
}
