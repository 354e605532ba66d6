import {
  globalPool2d,
  globalPool2dShape,
  type Pool2dAttributes,
  pool2d,
  pool2dShape,
} from '@facegpu/kernels';
import { type AttributeSchema, optional, readAttributes } from './attributes.ts';
import { flag, padding, pair, whole } from './kinds.ts';
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

const exponent = optional(whole(1, 64), 2);
const lpAttributes = { ...poolAttributes, p: exponent };

/**
 * `maxPool(input)`, `averagePool(input)`, `lpPool(input)`: `[batch, height, width, channels]`.
 * Attributes: kernel, strides, dilations, padding, ceil, countPadding; p of lpPool.
 */
export const maxPool = pool('max', poolAttributes);
export const averagePool = pool('average', poolAttributes);
export const lpPool = pool('lp', lpAttributes);

/**
 * `globalMaxPool(input)`, `globalLpPool(input)`: `[batch, height, width, channels]` to
 * `[batch, 1, 1, channels]`. Attribute of globalLpPool: p.
 */
export const globalMaxPool = globalPool('max', {});
export const globalLpPool = globalPool('lp', { p: exponent });

/* @__NO_SIDE_EFFECTS__ */
function pool<Schema extends typeof poolAttributes>(
  kind: Pool2dAttributes['kind'],
  attributes: Schema,
) {
  return defineOperator({
    attributes,
    inputs: 1,
    layout: 'nhwc4',
    keepsBatch: () => true,
    infer: (context) => {
      const shape = pool2dShape(requireRank(context, 0, 4), windowOf(context, kind));
      return [{ shape, dtype: requireReal(context, 0).dtype }];
    },
    lower: (context) =>
      pool2d({
        ...windowOf(context, kind),
        input: requireTensor(context, 0),
        output: context.output,
        live: context.live,
      }),
  });
}

/* @__NO_SIDE_EFFECTS__ */
function globalPool<Schema extends AttributeSchema>(kind: 'lp' | 'max', attributes: Schema) {
  return defineOperator({
    attributes,
    inputs: 1,
    layout: 'nhwc4',
    keepsBatch: () => true,
    infer: (context) => {
      const shape = globalPool2dShape(requireRank(context, 0, 4));
      return [{ shape, dtype: requireReal(context, 0).dtype }];
    },
    lower: (context) =>
      globalPool2d({
        ...context.attributes,
        kind,
        input: requireTensor(context, 0),
        output: context.output,
        live: context.live,
      }),
  });
}

function windowOf(context: InferContext, kind: Pool2dAttributes['kind']): Pool2dAttributes {
  const window = readAttributes(context.node, kind === 'lp' ? lpAttributes : poolAttributes);
  return { ...window, kind, padding: paddingOf(window, requireRank(context, 0, 4)) };
}
