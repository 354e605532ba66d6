import { type Case, input, whole } from '../case.ts';

const image = input([2, 5, 11, 9]);
const line = input([2, 5, 17]);

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
  {
    operator: 'MaxPool',
    opsets: [12],
    attributes: { kernel_shape: [3, 2], pads: [1, 0, 0, 1] },
    inputs: [whole([2, 3, 5, 7], 'int8')],
    outputs: ['int8'],
  },
  ...['MaxPool', 'AveragePool', 'LpPool'].flatMap((operator): Case[] => [
    {
      operator,
      opsets: [19],
      attributes: { kernel_shape: [3, 2], dilations: [2, 3], pads: [1, 0, 2, 1] },
      inputs: [image],
    },
    {
      operator,
      opsets: [19],
      attributes: { kernel_shape: [3, 3], strides: [2, 3], dilations: [2, 1], ceil_mode: 1 },
      inputs: [image],
    },
    { operator, attributes: { kernel_shape: [3], strides: [2], pads: [1, 0] }, inputs: [line] },
    {
      operator,
      attributes: { kernel_shape: [4, 3], strides: [3, 2], auto_pad: 'SAME_UPPER' },
      inputs: [image],
    },
  ]),
  {
    operator: 'AveragePool',
    opsets: [19],
    attributes: {
      kernel_shape: [3, 3],
      strides: [2, 2],
      pads: [1, 0, 1, 0],
      ceil_mode: 1,
      count_include_pad: 1,
    },
    inputs: [image],
  },
  {
    operator: 'AveragePool',
    opsets: [19],
    attributes: {
      kernel_shape: [2, 3],
      dilations: [3, 2],
      pads: [1, 2, 1, 1],
      count_include_pad: 1,
    },
    inputs: [image],
  },
  ...[1, 3].map((p): Case => {
    return { operator: 'LpPool', attributes: { kernel_shape: [3, 2], p }, inputs: [image] };
  }),
  { operator: 'GlobalAveragePool', inputs: [image] },
  { operator: 'GlobalAveragePool', inputs: [line] },
  { operator: 'GlobalMaxPool', inputs: [image] },
  { operator: 'GlobalMaxPool', inputs: [line] },
  { operator: 'GlobalLpPool', inputs: [image] },
  { operator: 'GlobalLpPool', attributes: { p: 3 }, inputs: [image] },
];
