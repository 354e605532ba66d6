import type { Target } from '../device/target.ts';
import { shapeMismatch } from '../errors.ts';
import type { Activation } from '../shader/activation.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireReal, requireSame, requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, type Shape, type Tensor } from '../tensor/tensor.ts';
import { requireVector, requireWeight, type Weight } from '../tensor/weight.ts';
import { outputSize, type Padding, type Pair, requireWindow } from '../tensor/window.ts';

export interface Conv2dAttributes {
  /** Steps of the window in y and x. */
  readonly strides: Pair;
  /** Distance between the window's taps in y and x; 1 is a plain window. */
  readonly dilations: Pair;
  /** Zeros around the input. */
  readonly padding: Padding;
  /** Input and output channels fall into this many groups that don't mix. */
  readonly groups: number;
}

export interface Conv2dArgs extends Conv2dAttributes {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[kernel height, kernel width, channels / groups, output channels]`. */
  readonly weight: Weight;
  /** `[output channels]`; zeros where it is left out. */
  readonly bias?: Weight | undefined;
  /** Added before the activation; like the output. */
  readonly residual?: Tensor | undefined;
  /**
   * `[output channels]`: what negative values are multiplied by, after the residual and before the
   * activation (PReLU, He et al. 2015); nothing is where it is left out.
   */
  readonly slopes?: Weight | undefined;
  /** Applied to the input first, but not to the zeros around it; identity where it is left out. */
  readonly inputActivation?: Activation | undefined;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /** `[batch, output height, output width, output channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/** One way to compute a convolution. */
export interface Conv2dVariant {
  /** Whether it computes this convolution on this adapter. */
  supports(target: Target, args: Conv2dArgs): boolean;
  dispatch(target: Target, args: Conv2dArgs): Dispatch[];
}

/** The shape of a convolution's output. */
export function conv2dShape(
  input: Shape,
  weight: Shape,
  { strides, dilations, padding }: Omit<Conv2dAttributes, 'groups'>,
): Shape {
  const [batch, height, width] = imageShape(input);
  const [kernelHeight, kernelWidth, , outputs] = imageShape(weight);
  const kernel: Pair = [kernelHeight, kernelWidth];
  const size = outputSize([height, width], { kernel, strides, dilations, padding });
  return [batch, ...size, outputs];
}

/** @throws FaceGpuError `shape-mismatch` where the arguments contradict each other */
export function requireConv2d(args: Conv2dArgs): void {
  const { input, weight, bias, residual, slopes, output, groups } = args;
  requireReal('conv2d', input);
  requireLayout('conv2d', 'input', input, 'nhwc4');
  const channels = imageShape(input.shape)[3];
  requireWeight('conv2d', 'weight', weight);
  const weightShape = requireFilters('conv2d', 'weight', weight.tensor.shape);
  const [kernelHeight, kernelWidth, inputs, outputs] = weightShape;
  if (inputs * groups !== channels) {
    throw shapeMismatch(
      `conv2d: weight dim 2 is ${inputs}, input has ${channels} channels in ${groups} group(s)`,
      channels % inputs === 0 ? `Set groups to ${channels / inputs}?` : 'Check the weights.',
    );
  }
  if (outputs % groups !== 0) {
    throw shapeMismatch(
      `conv2d: ${outputs} output channels don't divide into ${groups} groups`,
      'Check groups and weights.',
    );
  }
  requireVector('conv2d', 'bias', bias, outputs);
  requireVector('conv2d', 'slopes', slopes, outputs);
  requireWindow('conv2d', { ...args, kernel: [kernelHeight, kernelWidth] });
  const shape = conv2dShape(input.shape, weightShape, args);
  requireSpec('conv2d', 'output', output, { shape, dtype: input.dtype, layout: 'nhwc4' });
  if (residual) requireSame('conv2d', residual, output);
}

/**
 * The shape of a convolution's weights, or of their gradient.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
function requireFilters(kernel: string, what: string, shape: Shape): ReturnType<typeof imageShape> {
  if (shape.length === 4) return imageShape(shape);
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(shape)}`,
    'It must be [kernel height, kernel width, channels / groups, output channels].',
  );
}

/**
 * The same of weights that fit so many input channels in so many groups.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function requireGroupedFilters(
  kernel: string,
  what: string,
  shape: Shape,
  channels: number,
  groups: number,
): ReturnType<typeof imageShape> {
  const filters = requireFilters(kernel, what, shape);
  const [, , inputs, outputs] = filters;
  if (inputs * groups === channels && outputs % groups === 0) return filters;
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(shape)}, input has ${channels} channels in ${groups} group(s)`,
    `Its third axis must be channels / groups, its fourth a multiple of ${groups}.`,
  );
}
