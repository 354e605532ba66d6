import { type Pool2dAttributes, windowFields } from '../pool2d/pool2d.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type ConstantTensor, imageShape } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { noPadding } from '../tensor/window.ts';
import averageSource from './average.wgsl';
import {
  dilated,
  imageGrid,
  type PoolGradientTensors,
  poolingParams,
  requirePoolGradient,
  windowsSource,
} from './contract.ts';

export const averagePoolGradientShader = defineShader({
  name: 'pool2d-gradient/average',
  source: averageSource,
  params: struct(windowFields),
  constants: { DILATED: 0 },
  functions: { windows: windowsSource },
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
      constants: { DILATED: dilated(args) },
      params: poolingParams(args),
      tensors: { shares: windowShares(args), output_gradient: outputGradient, output },
      workgroups: imageGrid(output),
    }),
  ];
}

/** One over the number of taps that count: for each row of windows, then for each column. */
function windowShares(args: AveragePoolGradientArgs): ConstantTensor {
  const { output, outputGradient, kernel, strides, dilations = [1, 1], padding } = args;
  const counted = args.countPadding ? padding : noPadding;
  const [, height, width] = imageShape(output.shape);
  const [, windowsDown, windowsAcross] = imageShape(outputGradient.shape);
  const along = (axis: 0 | 1, windows: number, before: number, low: number, high: number) =>
    Array.from({ length: windows }, (_, window) => {
      const taps = Array.from({ length: kernel[axis] }, (_, tap) => {
        return window * strides[axis] + tap * dilations[axis] - before;
      });
      return 1 / Math.max(1, taps.filter((place) => place >= low && place < high).length);
    });
  const shares = [
    ...along(0, windowsDown, padding.top, -counted.top, height + counted.bottom),
    ...along(1, windowsAcross, padding.left, -counted.left, width + counted.right),
  ];
  return constant('shares of windows', [shares.length], Float32Array.from(shares));
}
