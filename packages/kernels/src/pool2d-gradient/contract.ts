import { type Pool2dWindow, pool2dShape, windowParams } from '../pool2d/pool2d.ts';
import { linearGrid } from '../shader/grid.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { requireWindow } from '../tensor/window.ts';

export interface PoolGradientTensors {
  /** The gradient of what the pooling gave: `[batch, output height, output width, channels]`, nhwc4, f32. */
  readonly outputGradient: Tensor;
  /** The gradient of what it was given: `[batch, height, width, channels]`, nhwc4, f32. */
  readonly output: Tensor;
}

/** Where the windows of the pooling lie. */
export function poolingParams(args: PoolGradientTensors & Pool2dWindow) {
  return windowParams({ ...args, input: args.output, output: args.outputGradient });
}

/** Whether the taps of a window lie apart, which costs divisions. */
export function dilated({ dilations = [1, 1] }: Pool2dWindow): number {
  return Number(Math.max(...dilations) > 1);
}

/** Workgroups of 64 for each vec4 of channels of an image. */
export function imageGrid({ shape }: Tensor) {
  return linearGrid(elementCount(shape.slice(0, 3)) * vec4Count(imageShape(shape)[3]), 64);
}

/** @throws FaceGpuError `shape-mismatch` where the arguments contradict each other */
export function requirePoolGradient(name: string, args: PoolGradientTensors & Pool2dWindow): void {
  const { outputGradient, output } = args;
  requireLayout(name, 'output', output, 'nhwc4');
  requireSpec(name, 'output', output, { ...output, dtype: 'f32' });
  requireWindow(name, args);
  const shape = pool2dShape(output.shape, args);
  requireSpec(name, 'output gradient', outputGradient, { shape, dtype: 'f32', layout: 'nhwc4' });
}
