import {
  globalAveragePool as globalAveragePoolKernel,
  globalAveragePoolShape,
} from '@facegpu/kernels';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

/** `globalAveragePool(input)`: `[batch, height, width, channels]` to `[batch, 1, 1, channels]`. */
export const globalAveragePool = defineOperator({
  attributes: {},
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const shape = globalAveragePoolShape(requireRank(context, 0, 4));
    return [{ shape, dtype: requireReal(context, 0).dtype }];
  },
  lower: (context) =>
    globalAveragePoolKernel({
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    }),
});
