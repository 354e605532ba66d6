import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireSpec } from '../tensor/require.ts';
import { imageShape, type Tensor } from '../tensor/tensor.ts';
import source from './image-noise.wgsl';

export const imageNoiseShader = defineShader({
  name: 'image-noise/image-noise',
  source,
  params: struct({ pixels: 'u32', image_pixels: 'u32' }),
});

export interface ImageNoiseArgs {
  /** `[images, height, width, 3]`, nhwc4. */
  readonly input: Tensor;
  /** `[images]`, f32: the deviation of each image's noise, in the input's units. */
  readonly deviations: Tensor;
  /** `[images]`, u32: the same seed gives the same noise. */
  readonly seeds: Tensor;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
}

/**
 * Adds noise of the normal distribution, of another strength for each image: every channel of every pixel has
 * its own, which follows from the image's seed and the place alone.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function imageNoise({ input, deviations, seeds, output }: ImageNoiseArgs): Dispatch[] {
  const real = requireReal('imageNoise', input);
  requireLayout('imageNoise', 'input', input, 'nhwc4');
  requireSame('imageNoise', input, output);
  const [batch, height, width] = imageShape(input.shape);
  requireSpec('imageNoise', 'input', input, { ...input, shape: [batch, height, width, 3] });
  const each = { shape: [batch], layout: 'dense' } as const;
  requireSpec('imageNoise', 'deviations', deviations, { ...each, dtype: 'f32' });
  requireSpec('imageNoise', 'seeds', seeds, { ...each, dtype: 'u32' });
  const pixels = batch * height * width;
  return [
    dispatch(imageNoiseShader, {
      label: 'imageNoise',
      real,
      params: { pixels, image_pixels: height * width },
      tensors: { input, deviations, seeds, output },
      workgroups: linearGrid(pixels, 64),
    }),
  ];
}
