import {
  type ConvTranspose2dAttributes,
  convTranspose2d as convTranspose2dKernel,
  convTranspose2dShape,
  noPadding,
  type Padding,
  type Shape,
} from '@facegpu/kernels';
import { type AttributesOf, optional } from './attributes.ts';
import { count, padding, pair, pairFrom0 } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireRank, requireReal, requireTensor, requireWeight } from './require.ts';

const schema = {
  strides: optional(pair, [1, 1]),
  dilations: optional(pair, [1, 1]),
  padding: optional(padding, 'valid'),
  outputPadding: optional(pairFrom0, [0, 0]),
  size: optional(pair),
  groups: optional(count, 1),
};

/**
 * `convTranspose2d(input, weight, bias?)`: input `[batch, height, width, channels]`, weight
 * `[kernel height, kernel width, channels / groups, outputs]`, bias `[outputs]`. Attributes: strides,
 * dilations, padding (what is cut off), outputPadding, groups, and size, the output's height and width,
 * from which the padding then follows. With `same` the size is the input's times the strides. An odd
 * row is cut off at the end, or in front with `same-lower`.
 */
export const convTranspose2d = defineOperator({
  attributes: schema,
  inputs: 3,
  weights: [1, 2],
  layout: 'nhwc4',
  fusesActivation: true,
  keepsBatch: () => true,
  infer: (context) => {
    const shape = convTranspose2dShape(...inputShapes(context), attributesOf(context));
    return [{ shape, dtype: requireReal(context, 0).dtype }];
  },
  lower: (context) =>
    convTranspose2dKernel(context.target, {
      ...attributesOf(context),
      input: requireTensor(context, 0),
      weight: requireWeight(context, 1),
      bias: context.weights[2],
      activation: context.activation,
      output: context.output,
      live: context.live,
    }),
});

type Context = InferContext<typeof schema>;

function inputShapes(context: Context): [input: Shape, weight: Shape] {
  return [requireRank(context, 0, 4), requireRank(context, 1, 4)];
}

function attributesOf(context: Context): ConvTranspose2dAttributes {
  return convTransposeWindow(context.attributes, ...inputShapes(context));
}

/** The window that a node's attributes describe: what is cut off, and what is added at the end. */
export function convTransposeWindow(
  attributes: AttributesOf<typeof schema>,
  input: Shape,
  weight: Shape,
): ConvTranspose2dAttributes {
  const { strides, dilations, groups, outputPadding, padding, size } = attributes;
  const open = { strides, dilations, outputPadding, padding: noPadding };
  const same = [input[1] * strides[0], input[2] * strides[1]] as const;
  const wanted = size ?? (padding === 'same' || padding === 'same-lower' ? same : undefined);
  if (!wanted) return { ...open, groups, padding: explicit(padding) };
  const [, height, width] = convTranspose2dShape(input, weight, open);
  const [first, last] = [height - wanted[0], width - wanted[1]];
  const [top, bottom] = halves(first, padding === 'same-lower');
  const [left, right] = halves(last, padding === 'same-lower');
  // What the window doesn't reach is added at the end.
  const added = [Math.max(0, -first), Math.max(0, -last)];
  return {
    ...open,
    groups,
    padding: { top, bottom, left, right },
    outputPadding: [outputPadding[0] + added[0], outputPadding[1] + added[1]],
  };
}

function explicit(padding: string | readonly number[]): Padding {
  if (typeof padding === 'string') return noPadding;
  const [top, bottom, left, right] = padding;
  return { top, bottom, left, right };
}

/** Rows to cut off in front and at the end; none where there are too few already. */
function halves(cut: number, moreInFront: boolean): [number, number] {
  const total = Math.max(0, cut);
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return moreInFront ? [more, less] : [less, more];
}
