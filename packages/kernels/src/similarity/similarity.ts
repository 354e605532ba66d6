import { cropStruct, cropsSpec, farthest } from '../geometry/crop.ts';
import type { Size } from '../geometry/letterbox.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { ConstantTensor, type Tensor } from '../tensor/tensor.ts';
import source from './similarity.wgsl';

const params = struct({
  batch: 'u32',
  count: 'u32',
  photo_width: 'f32',
  photo_height: 'f32',
  mirror_width: 'f32',
});

export const similarityShader = defineShader({
  name: 'similarity/similarity',
  source,
  params,
  structs: { Crop: cropStruct },
  constants: { FARTHEST: farthest },
  batched: true,
});

/** Where a point lies in an aligned crop, in pixels, and how much it counts in the fit. */
export interface TemplatePoint {
  readonly x: number;
  readonly y: number;
  /** 0 leaves the point out. */
  readonly weight: number;
}

export interface SimilarityArgs {
  /** `[sets, points, 2]`, f32: x and y in pixels of the photo. */
  readonly points: Tensor;
  /** One for each point; at least two with different places must count. */
  readonly template: readonly TemplatePoint[];
  /** `[sets, 16]`, f32: the crops, as the warp takes them. */
  readonly crops: Tensor;
  readonly live?: Tensor | undefined;
  readonly photo: Size;
  /** Width of crops that are to be flipped left to right, in pixels; as they are where left out. */
  readonly mirrorWidth?: number | undefined;
}

/**
 * For each set of points, the crop in which they lie closest to a template: a similarity transform
 * (rotation, uniform scale, shift) by least squares, measured in the photo (Umeyama 1991).
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function similarity(args: SimilarityArgs): Dispatch<typeof params.fields> {
  const { points, template, crops, live, photo, mirrorWidth } = args;
  const [batch] = crops.shape;
  requireSpec('similarity', 'points', points, {
    shape: [batch, template.length, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  requireSpec('similarity', 'crops', crops, cropsSpec(batch));
  return dispatch(similarityShader, {
    label: 'similarity',
    params: { batch, count: template.length, ...similarityParams(photo, mirrorWidth) },
    tensors: { points, pattern: patternOf(template), crops },
    live,
    workgroups: linearGrid(batch, 16),
  });
}

/** The parameters that follow from the photo, for `Recording.setParams`. */
export function similarityParams(photo: Size, mirrorWidth = 0) {
  return { photo_width: photo.width, photo_height: photo.height, mirror_width: mirrorWidth };
}

function patternOf(template: readonly TemplatePoint[]): ConstantTensor {
  const data = Float32Array.from(template.flatMap(({ x, y, weight }) => [x, y, weight, 0]));
  const spec = { shape: [template.length, 4], dtype: 'f32', layout: 'dense' } as const;
  return new ConstantTensor('template', spec, data);
}
