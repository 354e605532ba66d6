import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireShape } from '../tensor/require.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { cropFloats } from '../warp/crop.ts';
import source from './transform-points.wgsl';

export const transformPointsShader = defineShader({
  name: 'transform-points/transform-points',
  source,
  params: struct({ batch: 'u32', count: 'u32', unit: 'f32' }),
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
  requireShape('transformPoints', 'input', input, [batch, count, 2]);
  requireShape('transformPoints', 'crops', crops, [batch, cropFloats]);
  requireShape('transformPoints', 'output', output, [batch, count, 2]);
  return dispatch(transformPointsShader, {
    label: 'transform points',
    real,
    params: { batch, count, unit },
    tensors: { input, crops, output },
    live,
    workgroups: [Math.ceil((batch * count) / 64), 1, 1],
  });
}
