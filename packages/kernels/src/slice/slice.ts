import { copy } from '../copy/copy.ts';
import { shapeMismatch } from '../errors.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { denseStrides, pairAxes, requireEach } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, type Tensor } from '../tensor/tensor.ts';

export interface SliceAttributes {
  /** The first index along each axis. */
  readonly starts: readonly number[];
  /** How many indices to take along each axis. */
  readonly sizes: readonly number[];
  /** From one index to the next along each axis, negative to go backwards; 1 where it is left out. */
  readonly steps?: readonly number[] | undefined;
}

export interface SliceArgs extends SliceAttributes {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input; its shape is `sizes`. */
  readonly output: Tensor;
}

/**
 * Cuts a part out of a tensor: element `[i, j, …]` of the output is element
 * `[starts[0] + i · steps[0], starts[1] + j · steps[1], …]` of the input.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function slice(args: SliceArgs): Dispatch[] {
  const { input, output, starts, sizes, steps = sizes.map(() => 1) } = args;
  requireSlice(input.shape, starts, sizes, steps);
  requireLayout('slice', 'input', input, 'dense');
  requireSpec('slice', 'output', output, { shape: sizes, dtype: input.dtype, layout: 'dense' });
  const strides = denseStrides(input.shape);
  const stepStrides = strides.map((stride, i) => stride * steps[i]);
  const axes = pairAxes(sizes, stepStrides, denseStrides(sizes));
  const inputStart = starts.reduce((sum, start, i) => sum + start * strides[i], 0);
  return copy({ input, output, axes, inputStart }, 'slice');
}

function requireSlice(
  shape: Shape,
  starts: readonly number[],
  sizes: readonly number[],
  steps: readonly number[],
): void {
  requireEach('slice', 'starts', starts, shape.length, 0);
  requireEach('slice', 'sizes', sizes, shape.length, 0);
  if (
    steps.length !== shape.length ||
    steps.some((step) => !Number.isInteger(step) || step === 0)
  ) {
    throw shapeMismatch(
      `slice: steps are [${steps.join(', ')}] for ${shape.length} axes`,
      'Give each axis a whole number other than 0.',
    );
  }
  sizes.forEach((size, i) => {
    const last = starts[i] + (size - 1) * steps[i];
    const outside = [starts[i], last].find((index) => index < 0 || index >= shape[i]);
    if (size === 0 || outside === undefined) return;
    throw shapeMismatch(
      `slice: index ${outside} along axis ${i} of ${formatShape(shape)}`,
      'Check starts, sizes and steps.',
    );
  });
}
