import { type Pool2dWindow, windowFields } from '../pool2d/pool2d.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { isNanSource } from '../shader/element.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSame } from '../tensor/require.ts';
import { Tensor } from '../tensor/tensor.ts';
import {
  dilated,
  imageGrid,
  type PoolGradientTensors,
  poolingParams,
  requirePoolGradient,
  windowsSource,
} from './contract.ts';
import maxSource from './max.wgsl';
import winnersSource from './winners.wgsl';

export const maxPoolWinnersShader = defineShader({
  name: 'pool2d-gradient/winners',
  source: winnersSource,
  params: struct(windowFields),
  functions: { isNan: isNanSource },
});

export const maxPoolGradientShader = defineShader({
  name: 'pool2d-gradient/max',
  source: maxSource,
  params: struct(windowFields),
  constants: { DILATED: 0 },
  functions: { windows: windowsSource },
});

export interface MaxPoolGradientArgs extends PoolGradientTensors, Pool2dWindow {
  /** What the pooling was given; like the output. */
  readonly input: Tensor;
}

/**
 * The gradient of max pooling: that of each window goes to its largest value, to the first one in
 * row-major order where several are. NaN is larger than everything.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function maxPoolGradient(args: MaxPoolGradientArgs): Dispatch[] {
  requirePoolGradient('maxPoolGradient', args);
  const { input, outputGradient, output } = args;
  requireSame('maxPoolGradient', input, output);
  const params = poolingParams(args);
  const label = 'gradient of max pool2d';
  const winners = new Tensor('winners', { ...outputGradient, dtype: 'u32' });
  return [
    dispatch(maxPoolWinnersShader, {
      label,
      params,
      tensors: { input, winners },
      workgroups: imageGrid(winners),
    }),
    dispatch(maxPoolGradientShader, {
      label,
      constants: { DILATED: dilated(args) },
      params,
      tensors: { winners, output_gradient: outputGradient, output },
      workgroups: imageGrid(output),
    }),
  ];
}
