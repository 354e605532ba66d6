import { type Case, given, input, weight } from '../case.ts';

const whole = input([3, 5, 7], { type: 'int32', low: -9, high: 9 });
const image = input([2, 5, 7, 3], { low: -8, high: 8 });

const plain = ['HardSwish', 'Relu', 'Sigmoid', 'Softplus', 'Softsign', 'Tanh'];

export const activationCases: readonly Case[] = [
  ...plain.flatMap((operator): Case[] => [
    { operator, inputs: [image] },
    { operator, inputs: [input([257], { low: -8, high: 8 })] },
    { operator, inputs: [input([], { low: -8, high: 8 })] },
  ]),
  { operator: 'Relu', opsets: [14], inputs: [whole], outputs: ['int32'] },
  ...['Celu', 'Elu', 'ThresholdedRelu'].flatMap((operator): Case[] => [
    { operator, inputs: [image] },
    { operator, inputs: [image], attributes: { alpha: { float: 0.6 } } },
  ]),
  { operator: 'Selu', inputs: [image] },
  {
    operator: 'Selu',
    inputs: [image],
    attributes: { alpha: { float: 1.2 }, gamma: { float: 0.7 } },
  },
  { operator: 'HardSigmoid', inputs: [image] },
  {
    operator: 'HardSigmoid',
    inputs: [image],
    attributes: { alpha: { float: 0.3 }, beta: { float: 0.25 } },
  },
  { operator: 'Mish', opsets: [18], inputs: [image] },
  { operator: 'Gelu', opsets: [20], inputs: [image] },
  { operator: 'Gelu', opsets: [20], inputs: [image], attributes: { approximate: 'tanh' } },
  { operator: 'Gelu', domain: 'com.microsoft', inputs: [image] },
  { operator: 'LeakyRelu', inputs: [image] },
  { operator: 'LeakyRelu', inputs: [image], attributes: { alpha: { float: 0.3 } } },
  { operator: 'PRelu', inputs: [image, weight([5, 1, 1])] },
  { operator: 'PRelu', inputs: [image, weight([1])] },
  { operator: 'PRelu', inputs: [image, input([7, 1])] },
  {
    operator: 'Clip',
    opsets: [7],
    attributes: { min: { float: 0 }, max: { float: 6 } },
    inputs: [image],
  },
  { operator: 'Clip', opsets: [11, 13], inputs: [image, given([], [0]), given([], [6])] },
  { operator: 'Clip', inputs: [image, given([], [0])] },
  { operator: 'Clip', inputs: [image, null, given([], [1.5])] },
  { operator: 'Clip', inputs: [image, given([], [-1.5]), given([], [2.5])] },
  { operator: 'Clip', inputs: [image, input([], { values: [-2] }), given([], [2.5])] },
  { operator: 'Clip', inputs: [image, given([], [3]), given([], [-1])] },
  {
    operator: 'Clip',
    inputs: [whole, given([], [-3], 'int32'), given([], [4], 'int32')],
    outputs: ['int32'],
  },
  { operator: 'Clip', opsets: [7], attributes: { min: { float: -1 } }, inputs: [image] },
  ...['Softmax', 'LogSoftmax'].flatMap((operator): Case[] => [
    { operator, opsets: [7, 11, 13], inputs: [input([2, 7, 1, 1])], attributes: { axis: 1 } },
    { operator, opsets: [7, 11, 17], inputs: [input([3, 5, 7])], attributes: { axis: 1 } },
    { operator, opsets: [7, 11, 17], inputs: [input([3, 5, 7])] },
  ]),
];
