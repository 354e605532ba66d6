import { type Case, given, input, weight } from '../case.ts';

const image = input([2, 5, 7, 3], { low: -8, high: 8 });

export const activationCases: readonly Case[] = [
  ...['HardSwish', 'Relu', 'Sigmoid', 'Tanh'].flatMap((operator): Case[] => [
    { operator, inputs: [image] },
    { operator, inputs: [input([257], { low: -8, high: 8 })] },
    { operator, inputs: [input([], { low: -8, high: 8 })] },
  ]),
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
  {
    operator: 'Softmax',
    opsets: [7, 11, 13],
    inputs: [input([2, 7, 1, 1])],
    attributes: { axis: 1 },
  },
  { operator: 'Softmax', opsets: [7, 11, 17], inputs: [input([3, 5, 7])], attributes: { axis: 1 } },
  { operator: 'Softmax', opsets: [7, 11, 17], inputs: [input([3, 5, 7])] },
];
