import { fixed, float, ignored, int, required } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { channelsLast, ownOrder } from '../order.ts';
import { axisOf } from './axis.ts';
import { elementwise } from './elementwise.ts';
import { imageOf, likeInput } from './image.ts';

const batchNormalization = defineOnnxOperator({
  attributes: {
    epsilon: float(1e-5),
    momentum: ignored,
    is_test: ignored,
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

const instanceNormalization = defineOnnxOperator({
  attributes: { epsilon: float(1e-5) },
  inputs: [3, 3],
  lacks: 'images of three dimensions',
  lower: (context) => {
    const [input, scale, offset] = [0, 1, 2].map((index) => context.input(index));
    const names = [imageOf(context, input), context.dense(scale), context.dense(offset)];
    const { epsilon } = context.attributes;
    const result = context.node('instanceNorm', names, { epsilon }, channelsLast);
    return likeInput(context, result, input);
  },
});

/** Version 18 has a scale and an offset for each group, 21 for each channel. */
const groupNormalization = defineOnnxOperator({
  attributes: { epsilon: float(1e-5), num_groups: required(int()), stash_type: ignored },
  inputs: [3, 3],
  lacks: 'images of three dimensions',
  lower: (context) => {
    const input = context.input(0);
    const { epsilon, num_groups: groups } = context.attributes;
    const names = [1, 2].map((index) => {
      const value = context.input(index);
      if (context.opset >= 21) return context.dense(value);
      const each = context.numbers(index) ?? [];
      const channels = context.shape(input)[1];
      const spread = Array.from({ length: channels }, (_, c) => {
        return each[Math.floor(c / (channels / groups))];
      });
      return context.constant([channels], spread).name;
    });
    const image = imageOf(context, input);
    const result = context.node('groupNorm', [image, ...names], { epsilon, groups }, channelsLast);
    return likeInput(context, result, input);
  },
});

/** Its further outputs are the mean and the reciprocal of the deviation. */
const layerNormalization = defineOnnxOperator({
  attributes: { axis: int(-1), epsilon: float(1e-5), stash_type: ignored },
  inputs: [2, 3],
  outputs: 3,
  lower: (context) => {
    const [input, scale, offset] = [context.input(0), context.input(1), context.optional(2)];
    const rank = input.order.length;
    const axis = axisOf(context.attributes.axis, rank);
    // Nothing need be moved where the normalised axes are the last ones as they are stored, too.
    const isLast = input.order.slice(axis).every((stored, i) => stored === axis + i);
    const order = isLast ? input.order : ownOrder(rank);
    const names = [context.ordered(input, order), context.dense(scale)];
    if (offset) names.push(context.dense(offset));
    const { epsilon } = context.attributes;
    const result = context.node('layerNorm', names, { axis, epsilon }, order);
    if (context.outputs === 1) return result;
    const axes = ownOrder(rank).slice(axis);
    const [name] = names;
    const mean = context.node('reduceMean', [name], { axes }, order);
    const centred = context.node('sub', [name, mean.name], {}, order).name;
    const squares = context.node('mul', [centred, centred], {}, order).name;
    const variance = context.node('reduceMean', [squares], { axes }, order).name;
    const raised = context.node('add', [variance, context.constant([], [epsilon]).name], {}, order);
    const deviation = context.node('sqrt', [raised.name], {}, order).name;
    return [result, mean, context.node('reciprocal', [deviation], {}, order)];
  },
});

const lrn = defineOnnxOperator({
  attributes: {
    alpha: float(1e-4),
    beta: float(0.75),
    bias: float(1),
    size: required(int()),
  },
  inputs: [1, 1],
  lacks: 'images of three dimensions',
  lower: (context) => {
    const input = context.input(0);
    const { alpha, beta, bias, size } = context.attributes;
    const settings = { alpha, beta, bias, size };
    const result = context.node('lrn', [imageOf(context, input)], settings, channelsLast);
    return likeInput(context, result, input);
  },
});

export const normalizations = {
  BatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LRN: lrn,
};
