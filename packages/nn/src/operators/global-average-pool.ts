import {
  globalAveragePool as globalAveragePoolKernel,
  globalAveragePoolShape,
} from '@facegpu/kernels';
import type { Operator } from './operator.ts';
import { requireRank, requireTensor } from './require.ts';

/** `globalAveragePool(input)`: `[batch, height, width, channels]` to `[batch, 1, 1, channels]`. */
export const globalAveragePool: Operator = {
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => globalAveragePoolShape(requireRank(context, 0, 4)),
  lower: (context) =>
    globalAveragePoolKernel({
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    }),
};
