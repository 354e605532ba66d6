import { type Pool2dWindow, pool2dShape, windowParams } from '../pool2d/pool2d.ts';
import { linearGrid } from '../shader/grid.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { storedCount, type Tensor } from '../tensor/tensor.ts';
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

/**
 * Along one axis, for shaders that have the constant `DILATED`: `windows_of`, the windows that a pixel may lie in,
 * from the first to the one behind the last, where `place` is the pixel's, counted from the first row or
 * column of padding; and `tap_at`, the tap of a window that lies so far from the first one.
 */
export const windowsSource = `fn windows_of(place: u32, stride: u32, reach: u32, count: u32) -> vec2<u32> {
  let begin = (max(place + stride, reach + 1u) - 1u - reach) / stride;
  return vec2<u32>(begin, min(place / stride + 1u, count));
}
struct Tap {
  index: u32,
  exists: bool,
}
fn tap_at(distance: u32, dilation: u32) -> Tap {
  if (DILATED == 0u) {
    return Tap(distance, true);
  }
  return Tap(distance / dilation, distance % dilation == 0u);
}`;

/** Whether the taps of a window lie apart, which costs divisions. */
export function dilated({ dilations = [1, 1] }: Pool2dWindow): number {
  return Number(Math.max(...dilations) > 1);
}

/** Workgroups of 64 for each vec4 of channels of an image. */
export function imageGrid(image: Tensor) {
  return linearGrid(storedCount(image) / 4, 64);
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
