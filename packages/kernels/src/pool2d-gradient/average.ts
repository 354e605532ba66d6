import { averageFields, countedParams, type Pool2dAttributes } from '../pool2d/pool2d.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import averageSource from './average.wgsl';
import {
  imageGrid,
  type PoolGradientTensors,
  poolingParams,
  requirePoolGradient,
} from './contract.ts';

export const averagePoolGradientShader = defineShader({
  name: 'pool2d-gradient/average',
  source: averageSource,
  params: struct(averageFields),
});

export interface AveragePoolGradientArgs
  extends PoolGradientTensors,
    Omit<Pool2dAttributes, 'kind'> {}

/**
 * The gradient of average pooling: each window's goes to its pixels in equal shares, of which those that
 * lie in padding are lost where it counts. That of global average pooling is the same with a window as
 * large as the image.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function averagePoolGradient(args: AveragePoolGradientArgs): Dispatch[] {
  requirePoolGradient('averagePoolGradient', args);
  const { outputGradient, output } = args;
  return [
    dispatch(averagePoolGradientShader, {
      label: 'gradient of average pool2d',
      params: { ...poolingParams(args), ...countedParams(args) },
      tensors: { output_gradient: outputGradient, output },
      workgroups: imageGrid(output),
    }),
  ];
}
