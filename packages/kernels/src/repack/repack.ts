import { copy } from '../copy/copy.ts';
import { shapeMismatch } from '../errors.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import type { Axis } from '../tensor/axes.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, storedShape, type Tensor } from '../tensor/tensor.ts';

export interface RepackArgs {
  /** `[batch, height, width, channels]` in either layout, any dtype. */
  readonly input: Tensor;
  /** Shape and dtype of the input; in the other layout, as a rule. */
  readonly output: Tensor;
}

/**
 * Brings images from one layout to the other: `dense` to `nhwc4` or back. Padding lanes of the output
 * are left as they are. With a multiple of 4 channels the layouts are the same bytes: a view then
 * does without a copy.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function repack({ input, output }: RepackArgs): Dispatch[] {
  if (input.shape.length !== 4) {
    throw shapeMismatch(
      `repack: input is ${formatShape(input.shape)}`,
      'Layouts are of images: give it four axes, batch, height, width, channels.',
    );
  }
  const { shape, dtype } = input;
  requireSpec('repack', 'output', output, { shape, dtype, layout: output.layout });
  const [batch, height, width, channels] = imageShape(shape);
  const axes: Axis[] = [
    { size: batch * height * width, strides: [pixelStride(input), pixelStride(output)] },
    { size: channels, strides: [1, 1] },
  ];
  return copy({ input, output, axes }, 'repack');
}

/** Stored elements from one pixel to the next. */
function pixelStride(image: Tensor): number {
  return imageShape(storedShape(image))[3];
}
