import { pad as padKernel, padShape } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { integers, oneOf, real } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

export const padAttributes = {
  before: integers,
  after: integers,
  mode: optional(oneOf('constant', 'edge', 'reflect', 'wrap'), 'constant'),
  value: optional(real, 0),
};

/**
 * `pad(input)` with the attributes before, after (an amount for each axis, below 0 where elements are cut
 * off), mode (`constant`, `edge`, `reflect`, `wrap`) and value.
 */
export const pad = defineOperator({
  attributes: padAttributes,
  inputs: 1,
  layout: 'dense',
  keepsBatch: ({ attributes: { before, after } }) => before[0] === 0 && after[0] === 0,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    return [{ shape: padShape(shape, context.attributes), dtype }];
  },
  lower: (context) =>
    padKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      output: context.output,
    }),
});
