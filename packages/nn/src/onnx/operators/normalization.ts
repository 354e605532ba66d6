import { fixed, float, ignored } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { channelsLast } from '../order.ts';
import { elementwise } from './elementwise.ts';

const batchNormalization = defineOnnxOperator({
  attributes: {
    epsilon: float(1e-5),
    momentum: ignored,
    spatial: fixed(1),
    training_mode: fixed(0),
  },
  inputs: [5, 5],
  lacks: 'training',
  lower: (context) => {
    const { epsilon } = context.attributes;
    const input = context.input(0);
    const statistics = [1, 2, 3, 4].map((index) => context.input(index));
    if (input.order.length === 4) {
      const names = [context.image(input), ...statistics.map((each) => context.dense(each))];
      return context.node('batchNorm', names, { epsilon }, channelsLast);
    }
    const [scale, offset, mean, variance] = statistics.map((_, i) => context.numbers(i + 1) ?? []);
    const channels = [...scale.keys()];
    const factors = channels.map((c) => scale[c] / Math.sqrt(variance[c] + epsilon));
    // The channels are the second axis.
    const shape = [channels.length, ...input.shape.slice(2).map(() => 1)];
    const scaled = elementwise(context, 'mul', [input, context.constant(shape, factors)]);
    const addends = channels.map((c) => offset[c] - mean[c] * factors[c]);
    return elementwise(context, 'add', [scaled, context.constant(shape, addends)]);
  },
});

export const normalizations = { BatchNormalization: batchNormalization };
