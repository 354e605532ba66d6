import { cast as castKernel, isReal } from '@facegpu/kernels';
import { dtype } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/**
 * `cast(x)` to the dtype of the attribute to: fractions are cut off towards 0, everything but 0 is true.
 * What i32 and u32 can't hold becomes the nearest number that they can, and NaN 0.
 */
export const cast = defineOperator({
  attributes: { to: dtype },
  inputs: 1,
  layout: 'any',
  keepsBatch: () => true,
  infer: (context) => [{ shape: requireInput(context, 0).shape, dtype: context.attributes.to }],
  lower: (context) => castKernel({ input: requireTensor(context, 0), output: context.output }),
  evaluate: ([values], context) => {
    const { to } = context.attributes;
    const { dtype: from } = requireInput(context, 0);
    if (isReal(to) || to === 'bool') return [values];
    if (!isReal(from)) return [values];
    const [low, high] = to === 'u32' ? [0, 2 ** 32 - 1] : [-(2 ** 31), 2 ** 31 - 1];
    return [
      values.map((value) => {
        return Number.isNaN(value) ? 0 : Math.trunc(Math.min(Math.max(value, low), high));
      }),
    ];
  },
});
