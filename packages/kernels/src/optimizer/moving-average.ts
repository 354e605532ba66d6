import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import source from './moving-average.wgsl';

export const movingAverageShader = defineShader({
  name: 'optimizer/moving-average',
  source,
  params: struct({ vec4s: 'u32' }),
});

export interface MovingAverageArgs {
  /** How much the value counts, `[1]`, from 0 to 1. */
  readonly share: Tensor;
  /** Any shape. */
  readonly value: Tensor;
  /** The shape of the value. */
  readonly average: Tensor;
  readonly newAverage: Tensor;
}

/**
 * An exponential moving average goes on by a value: `average += share · (value − average)`. All dense f32.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function movingAverage(args: MovingAverageArgs): Dispatch[] {
  const { share, value, average, newAverage } = args;
  const spec = { dtype: 'f32', layout: 'dense' } as const;
  requireSpec('moving average', 'share', share, { shape: [1], ...spec });
  for (const [name, tensor] of Object.entries({ value, average, newAverage })) {
    requireSpec('moving average', name, tensor, { shape: value.shape, ...spec });
  }
  const vec4s = Math.ceil(elementCount(value.shape) / 4);
  return [
    dispatch(movingAverageShader, {
      label: 'moving average',
      params: { vec4s },
      tensors: { share, value, average, new_average: newAverage },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}
