import { requireGroupedFilters } from '../conv2d/contract.ts';
import type { Target } from '../device/target.ts';
import { shapeMismatch } from '../errors.ts';
import type { Activation } from '../shader/activation.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, type Shape, type Tensor } from '../tensor/tensor.ts';
import { requireVector, requireWeight, type Weight } from '../tensor/weight.ts';
import { type Padding, type Pair, requireWindow } from '../tensor/window.ts';

export interface ConvTranspose2dAttributes {
  /** Steps of the window over the output, in y and x. */
  readonly strides: Pair;
  /** Distance between the window's taps in y and x; 1 is a plain window. */
  readonly dilations: Pair;
  /** Rows and columns that are cut off the output. */
  readonly padding: Padding;
  /** Rows and columns that are added to the output at the end, in y and x. */
  readonly outputPadding: Pair;
  /** Input and output channels fall into this many groups that don't mix. */
  readonly groups: number;
}

export interface ConvTranspose2dArgs extends ConvTranspose2dAttributes {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[kernel height, kernel width, channels / groups, output channels]`. */
  readonly weight: Weight;
  /** `[output channels]`; zeros where it is left out. */
  readonly bias?: Weight | undefined;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /** `[batch, output height, output width, output channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/** One way to compute a transposed convolution. */
export interface ConvTranspose2dVariant {
  /** Whether it computes this one on this adapter. */
  supports(target: Target, args: ConvTranspose2dArgs): boolean;
  dispatch(target: Target, args: ConvTranspose2dArgs): Dispatch[];
}

/** The shape of a transposed convolution's output. */
export function convTranspose2dShape(
  input: Shape,
  weight: Shape,
  attributes: Omit<ConvTranspose2dAttributes, 'groups'>,
): Shape {
  const { strides, dilations, padding, outputPadding } = attributes;
  const [batch, height, width] = imageShape(input);
  const [kernelHeight, kernelWidth, , outputs] = imageShape(weight);
  const along = (size: number, kernel: number, axis: 0 | 1, cut: number) =>
    Math.max(0, (size - 1) * strides[axis] + (kernel - 1) * dilations[axis] + 1) +
    outputPadding[axis] -
    cut;
  return [
    batch,
    along(height, kernelHeight, 0, padding.top + padding.bottom),
    along(width, kernelWidth, 1, padding.left + padding.right),
    outputs,
  ];
}

/** @throws FaceGpuError `shape-mismatch` where the arguments contradict each other */
export function requireConvTranspose2d(args: ConvTranspose2dArgs): void {
  const { input, weight, bias, output, groups, outputPadding } = args;
  requireReal('convTranspose2d', input);
  requireLayout('convTranspose2d', 'input', input, 'nhwc4');
  requireWeight('convTranspose2d', 'weight', weight);
  const { shape: weightShape } = weight.tensor;
  const channels = imageShape(input.shape)[3];
  const [kernelHeight, kernelWidth, , outputs] = requireGroupedFilters(
    'convTranspose2d',
    'weight',
    weightShape,
    channels,
    groups,
  );
  requireVector('convTranspose2d', 'bias', bias, outputs);
  requireWindow('convTranspose2d', { ...args, kernel: [kernelHeight, kernelWidth] });
  if (!outputPadding.every((value) => Number.isInteger(value) && value >= 0)) {
    throw shapeMismatch(
      `convTranspose2d: output padding is ${outputPadding.join('×')}`,
      'Give whole numbers from 0.',
    );
  }
  const shape = convTranspose2dShape(input.shape, weightShape, args);
  if (shape.some((size) => size < 0)) {
    throw shapeMismatch(
      `convTranspose2d: the output would be ${formatShape(shape)}`,
      'Padding cuts off more than there is: give less of it.',
    );
  }
  requireSpec('convTranspose2d', 'output', output, { shape, dtype: input.dtype, layout: 'nhwc4' });
}
