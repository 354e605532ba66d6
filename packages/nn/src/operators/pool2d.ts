import { type Pool2dAttributes, pool2d, pool2dShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, padding, pair } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';
import { paddingOf } from './window.ts';

export const poolAttributes = {
  kernel: pair,
  strides: optional(pair, [1, 1]),
  dilations: optional(pair, [1, 1]),
  padding: optional(padding, 'valid'),
  ceil: optional(flag, false),
  countPadding: optional(flag, false),
};

/**
 * `maxPool(input)`, `averagePool(input)`: `[batch, height, width, channels]`. Attributes: kernel,
 * strides, dilations, padding, ceil, countPadding.
 */
export const maxPool = pool('max');
export const averagePool = pool('average');

/* @__NO_SIDE_EFFECTS__ */
function pool(kind: Pool2dAttributes['kind']) {
  return defineOperator({
    attributes: poolAttributes,
    inputs: 1,
    layout: 'nhwc4',
    keepsBatch: () => true,
    infer: (context) => {
      const shape = pool2dShape(requireRank(context, 0, 4), attributesOf(context, kind));
      return [{ shape, dtype: requireReal(context, 0).dtype }];
    },
    lower: (context) =>
      pool2d({
        ...attributesOf(context, kind),
        input: requireTensor(context, 0),
        output: context.output,
        live: context.live,
      }),
  });
}

function attributesOf(
  context: InferContext<typeof poolAttributes>,
  kind: Pool2dAttributes['kind'],
): Pool2dAttributes {
  const { attributes } = context;
  return { ...attributes, kind, padding: paddingOf(attributes, requireRank(context, 0, 4)) };
}
