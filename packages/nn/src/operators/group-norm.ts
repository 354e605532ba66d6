import { groupNorm as groupNormKernel } from '@facegpu/kernels';
import { type AttributeSchema, optional } from './attributes.ts';
import { count, real } from './kinds.ts';
import { defineOperator, type LowerContext } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

const epsilon = optional(real, 1e-5);

/**
 * `groupNorm(input, scale?, offset?)`: input `[batch, height, width, channels]`, the rest `[channels]`.
 * Attributes: groups, of neighbouring channels that are normalised together, and epsilon.
 */
export const groupNorm = norm({ groups: count, epsilon }, (context) => {
  return { groups: context.attributes.groups, epsilon: context.attributes.epsilon };
});

/** `instanceNorm(input, scale?, offset?)`: the same, each channel by itself. Attribute: epsilon. */
export const instanceNorm = norm({ epsilon }, (context) => {
  const [, , , channels] = requireRank(context, 0, 4);
  return { groups: channels, epsilon: context.attributes.epsilon };
});

/* @__NO_SIDE_EFFECTS__ */
function norm<const Schema extends AttributeSchema>(
  attributes: Schema,
  settings: (context: LowerContext<Schema>) => {
    readonly groups: number;
    readonly epsilon: number;
  },
) {
  return defineOperator({
    attributes,
    inputs: 3,
    weights: [1, 2],
    layout: 'nhwc4',
    fusesActivation: true,
    keepsBatch: () => true,
    infer: (context) => {
      requireRank(context, 0, 4);
      return [requireReal(context, 0)];
    },
    lower: (context: LowerContext<Schema>) =>
      groupNormKernel({
        ...settings(context),
        scale: context.weights[1],
        offset: context.weights[2],
        input: requireTensor(context, 0),
        output: context.output,
        activation: context.activation,
        live: context.live,
      }),
  });
}
