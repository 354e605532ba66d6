import { movingAverage as movingAverageKernel } from '@facegpu/kernels';
import { defineOperator, requireInput, requireTensor } from '@facegpu/nn';

/** `movingAverage(average, value, share)`: the new average, see `movingAverage` of `@facegpu/kernels`. */
export const movingAverage = defineOperator({
  attributes: {},
  inputs: 3,
  outputs: 1,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => [requireInput(context, 0)],
  lower: (context) => {
    return movingAverageKernel({
      average: requireTensor(context, 0),
      value: requireTensor(context, 1),
      share: requireTensor(context, 2),
      newAverage: context.outputs[0],
    });
  },
});
