import { globalPool2d, globalPool2dShape, lpPool2d, pool2dShape } from '@facegpu/kernels';
import { type AttributeSchema, optional } from './attributes.ts';
import { flag, padding, pair, whole } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';
import { paddingOf } from './window.ts';

const exponent = optional(whole(1, 64), 2);
const attributes = {
  kernel: pair,
  strides: optional(pair, [1, 1]),
  dilations: optional(pair, [1, 1]),
  padding: optional(padding, 'valid'),
  ceil: optional(flag, false),
  p: exponent,
};

/**
 * `lpPool(input)`, the p-norm of each window: `[batch, height, width, channels]`. Attributes: kernel,
 * strides, dilations, padding, ceil, p.
 */
export const lpPool = defineOperator({
  attributes,
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const shape = pool2dShape(requireRank(context, 0, 4), windowOf(context));
    return [{ shape, dtype: requireReal(context, 0).dtype }];
  },
  lower: (context) =>
    lpPool2d({
      ...windowOf(context),
      p: context.attributes.p,
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    }),
});

/**
 * `globalMaxPool(input)`, `globalLpPool(input)`: `[batch, height, width, channels]` to
 * `[batch, 1, 1, channels]`. Attribute of globalLpPool: p.
 */
export const globalMaxPool = globalPool('max', {});
export const globalLpPool = globalPool('lp', { p: exponent });

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

function windowOf(context: InferContext<typeof attributes>) {
  const { p: _, ...window } = context.attributes;
  return { ...window, padding: paddingOf(window, requireRank(context, 0, 4)) };
}
