import { type Case, input } from '../case.ts';

const image = input([2, 5, 11, 9]);

export const poolCases: readonly Case[] = [
  ...['MaxPool', 'AveragePool'].flatMap((operator): Case[] => [
    { operator, opsets: [7, 10, 11], attributes: { kernel_shape: [2, 3] }, inputs: [image] },
    {
      operator,
      attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 0, 0, 1], ceil_mode: 1 },
      inputs: [image],
    },
    {
      operator,
      attributes: { kernel_shape: [2, 2], strides: [2, 2], auto_pad: 'SAME_LOWER' },
      inputs: [image],
    },
  ]),
  {
    operator: 'AveragePool',
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 },
    inputs: [image],
  },
  { operator: 'GlobalAveragePool', inputs: [image] },
];
