import { type Conv2dAttributes, conv2dShape, requireGroupedFilters } from '../conv2d/contract.ts';
import type { Target } from '../device/target.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { imageShape, type Tensor } from '../tensor/tensor.ts';
import { requireWindow } from '../tensor/window.ts';

export interface Conv2dWeightGradientArgs extends Conv2dAttributes {
  /** What the convolution was given: `[batch, height, width, channels]`, nhwc4, f32. */
  readonly input: Tensor;
  /**
   * The gradient of what it gave: `[batch, output height, output width, output channels]`, nhwc4, f32.
   */
  readonly outputGradient: Tensor;
  /**
   * The gradient of its weights: `[kernel height, kernel width, channels / groups, output channels]`,
   * dense, f32.
   */
  readonly output: Tensor;
}

/** One way to compute the gradient of a convolution's weights. */
export interface Conv2dWeightGradientVariant {
  /** Whether it computes this gradient on this adapter. */
  supports(target: Target, args: Conv2dWeightGradientArgs): boolean;
  dispatch(target: Target, args: Conv2dWeightGradientArgs): Dispatch[];
}

/** @throws FaceGpuError `shape-mismatch` where the arguments contradict each other */
export function requireConv2dWeightGradient(args: Conv2dWeightGradientArgs): void {
  const { input, outputGradient, output, groups } = args;
  const name = 'conv2dWeightGradient';
  requireLayout(name, 'input', input, 'nhwc4');
  requireSpec(name, 'input', input, { ...input, dtype: 'f32' });
  const channels = imageShape(input.shape)[3];
  const [kernelHeight, kernelWidth] = requireGroupedFilters(
    name,
    'output',
    output.shape,
    channels,
    groups,
  );
  requireWindow(name, { ...args, kernel: [kernelHeight, kernelWidth] });
  requireSpec(name, 'output', output, { ...output, dtype: 'f32', layout: 'dense' });
  const shape = conv2dShape(input.shape, output.shape, args);
  requireSpec(name, 'output gradient', outputGradient, { shape, dtype: 'f32', layout: 'nhwc4' });
}
