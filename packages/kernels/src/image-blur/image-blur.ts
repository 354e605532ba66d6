import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, Tensor } from '../tensor/tensor.ts';
import source from './image-blur.wgsl';

/** Pixels to each side that a blur takes in, at most: a larger deviation is cut off there. */
export const mostRadius = 24;

export const imageBlurShader = defineShader({
  name: 'image-blur/image-blur',
  source,
  params: struct({
    batch: 'u32',
    height: 'u32',
    width: 'u32',
    vertical: 'u32',
    most_radius: 'u32',
  }),
});

export interface ImageBlurArgs {
  /** `[images, height, width, channels]` of up to 4 channels, nhwc4. */
  readonly input: Tensor;
  /** `[images]`, f32: the deviation of each image's blur, in pixels; 0 leaves it as it is. */
  readonly deviations: Tensor;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
}

/**
 * A Gaussian blur of another width for each image, cut off at three deviations or at `mostRadius` pixels.
 * Beyond the edges lies what lies at them.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function imageBlur({ input, deviations, output }: ImageBlurArgs): Dispatch[] {
  const real = requireReal('imageBlur', input);
  requireLayout('imageBlur', 'input', input, 'nhwc4');
  requireSame('imageBlur', input, output);
  const [batch, height, width, channels] = imageShape(input.shape);
  if (channels > 4) {
    throw shapeMismatch(
      `imageBlur: input is ${formatShape(input.shape)}`,
      'Give images of up to 4 channels.',
    );
  }
  requireSpec('imageBlur', 'deviations', deviations, {
    shape: [batch],
    dtype: 'f32',
    layout: 'dense',
  });
  const half = new Tensor('half blurred', input);
  const along = (vertical: boolean, from: Tensor, to: Tensor) =>
    dispatch(imageBlurShader, {
      label: 'imageBlur',
      real,
      params: { batch, height, width, vertical: vertical ? 1 : 0, most_radius: mostRadius },
      tensors: { input: from, deviations, output: to },
      workgroups: linearGrid(batch * height * width, 64),
    });
  return [along(false, input, half), along(true, half, output)];
}
