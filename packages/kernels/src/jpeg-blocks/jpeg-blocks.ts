import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireSpec } from '../tensor/require.ts';
import { type ConstantTensor, imageShape, type Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import source from './jpeg-blocks.wgsl';
import { chromaEntries, lumaEntries, side } from './tables.ts';

export const jpegBlocksShader = defineShader({
  name: 'jpeg-blocks/jpeg-blocks',
  source,
  params: struct({ batch: 'u32', height: 'u32', width: 'u32' }),
});

export interface JpegBlocksArgs {
  /** `[images, height, width, 3]`, nhwc4: R, G, B from 0 to 255. */
  readonly input: Tensor;
  /** `[images]`, f32: how coarse each becomes, `jpegStep(quality)`; 0 leaves it as it is. */
  readonly steps: Tensor;
  /** Same shape, layout and dtype as the input; clamped to 0 and 255 where a step is above 0. */
  readonly output: Tensor;
}

/**
 * What JPEG's rounding does to images: the frequencies of blocks of 8×8 pixels, in luma and chroma, are rounded to
 * multiples of a table's entries, of another step for each image. Chroma keeps its resolution.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function jpegBlocks({ input, steps, output }: JpegBlocksArgs): Dispatch[] {
  const real = requireReal('jpegBlocks', input);
  requireLayout('jpegBlocks', 'input', input, 'nhwc4');
  requireSame('jpegBlocks', input, output);
  const [batch, height, width] = imageShape(input.shape);
  requireSpec('jpegBlocks', 'input', input, { ...input, shape: [batch, height, width, 3] });
  requireSpec('jpegBlocks', 'steps', steps, { shape: [batch], dtype: 'f32', layout: 'dense' });
  return [
    dispatch(jpegBlocksShader, {
      label: 'jpegBlocks',
      real,
      params: { batch, height, width },
      tensors: { input, steps, tables: tables(), output },
      workgroups: linearGrid(Math.ceil(width / side) * Math.ceil(height / side) * batch, 1),
    }),
  ];
}

/** The cosines, `[frequency, place]`, of an orthonormal transform, then the entries of luma and of chroma. */
function tables(): ConstantTensor {
  const cosines = Array.from({ length: side * side }, (_, i) => {
    const [frequency, place] = [Math.floor(i / side), i % side];
    const scale = Math.sqrt((frequency === 0 ? 1 : 2) / side);
    return scale * Math.cos(((2 * place + 1) * frequency * Math.PI) / (2 * side));
  });
  const values = [...cosines, ...lumaEntries, ...chromaEntries];
  return constant('jpeg tables', [values.length], values);
}
