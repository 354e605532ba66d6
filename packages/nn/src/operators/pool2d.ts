import { type Pool2dAttributes, pool2d, pool2dShape } from '@facegpu/kernels';
import type { InferContext, Operator } from './operator.ts';
import { requireRank, requireTensor } from './require.ts';
import { paddingOf } from './window.ts';

/**
 * `maxPool(input)`, `averagePool(input)`: `[batch, height, width, channels]`. Attributes: kernel,
 * strides, padding, ceil, countPadding.
 */
export const maxPool = pool('max');
export const averagePool = pool('average');

/* @__NO_SIDE_EFFECTS__ */
function pool(kind: Pool2dAttributes['kind']): Operator {
  return {
    inputs: 1,
    layout: 'nhwc4',
    keepsBatch: () => true,
    infer: (context) => pool2dShape(requireRank(context, 0, 4), attributesOf(context, kind)),
    lower: (context) =>
      pool2d({
        ...attributesOf(context, kind),
        input: requireTensor(context, 0),
        output: context.output,
        live: context.live,
      }),
  };
}

function attributesOf(context: InferContext, kind: Pool2dAttributes['kind']): Pool2dAttributes {
  const { attributes } = context;
  const kernel = attributes.pair('kernel');
  const strides = attributes.pair('strides', [1, 1]);
  return {
    kind,
    kernel,
    strides,
    padding: paddingOf(attributes, requireRank(context, 0, 4), kernel, strides, [1, 1]),
    ceil: attributes.boolean('ceil', false),
    countPadding: attributes.boolean('countPadding', false),
  };
}
