import { cropStruct, cropsSpec } from '../geometry/crop.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';
import source from './transform-points.wgsl';

export const transformPointsShader = defineShader({
  name: 'transform-points/transform-points',
  source,
  params: struct({ batch: 'u32', count: 'u32', unit: 'f32' }),
  structs: { Crop: cropStruct },
  batched: true,
});

export interface TransformPointsArgs {
  /** `[crops, points, 2]`, f32 or f16: x and y in the crop, in units of `unit` pixels. */
  readonly input: Tensor;
  /** `[crops, 16]`, f32: how each crop was cut. */
  readonly crops: Tensor;
  /** `[crops, points, 2]`, f32: x and y in pixels of the photo. */
  readonly output: Tensor;
  readonly unit: number;
  readonly live?: Tensor | undefined;
}

/**
 * Takes points from a crop's coordinates to the photo's.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function transformPoints(args: TransformPointsArgs): Dispatch {
  const { input, crops, output, unit, live } = args;
  const real = requireReal('transformPoints', input);
  const [batch, count] = input.shape;
  const points = { shape: [batch, count, 2], layout: 'dense' } as const;
  requireSpec('transformPoints', 'input', input, { ...points, dtype: real });
  requireSpec('transformPoints', 'crops', crops, cropsSpec(batch));
  requireSpec('transformPoints', 'output', output, { ...points, dtype: 'f32' });
  return dispatch(transformPointsShader, {
    label: 'transform points',
    real,
    params: { batch, count, unit },
    tensors: { input, crops, output },
    live,
    workgroups: linearGrid(batch * count, 64),
  });
}
