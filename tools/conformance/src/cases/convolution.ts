import { type Case, input, weight } from '../case.ts';

const image = input([2, 6, 11, 9]);

const small = input([2, 6, 5, 4]);

const transposed: readonly Case[] = [
  { operator: 'ConvTranspose', opsets: [7, 11], inputs: [small, weight([6, 5, 3, 3])] },
  {
    operator: 'ConvTranspose',
    attributes: { strides: [2, 2], kernel_shape: [2, 2] },
    inputs: [small, weight([6, 5, 2, 2]), weight([5])],
  },
  {
    operator: 'ConvTranspose',
    attributes: { strides: [3, 2], pads: [1, 0, 2, 1], output_padding: [2, 1] },
    inputs: [small, weight([6, 5, 4, 3]), weight([5])],
  },
  {
    operator: 'ConvTranspose',
    attributes: { strides: [2, 3], dilations: [3, 2], group: 3 },
    inputs: [small, weight([6, 3, 3, 2]), weight([9])],
  },
  {
    operator: 'ConvTranspose',
    attributes: { strides: [2, 2], group: 6, pads: [1, 1, 1, 1] },
    inputs: [small, weight([6, 1, 4, 4])],
  },
  ...['NOTSET', 'SAME_UPPER', 'SAME_LOWER'].map((auto_pad): Case => {
    return {
      operator: 'ConvTranspose',
      attributes: { strides: [2, 2], auto_pad, output_shape: [10, 8] },
      inputs: [small, weight([6, 5, 3, 3])],
    };
  }),
  ...['VALID', 'SAME_UPPER', 'SAME_LOWER'].map((auto_pad): Case => {
    return {
      operator: 'ConvTranspose',
      attributes: { strides: [2, 3], auto_pad },
      inputs: [small, weight([6, 5, 3, 4])],
    };
  }),
  {
    operator: 'ConvTranspose',
    attributes: { strides: [2], pads: [1, 0] },
    inputs: [input([2, 6, 13]), weight([6, 5, 3]), weight([5])],
  },
];

export const convolutionCases: readonly Case[] = [
  { operator: 'Conv', inputs: [image, weight([5, 6, 3, 3])] },
  { operator: 'Conv', inputs: [image, weight([5, 6, 1, 1]), weight([5])] },
  {
    operator: 'Conv',
    attributes: { group: 3, pads: [1, 0, 0, 1] },
    inputs: [input([2, 96, 5, 4]), weight([66, 32, 2, 2]), weight([66])],
  },
  {
    operator: 'Conv',
    attributes: { strides: [2, 1], pads: [0, 1, 2, 3], kernel_shape: [3, 2] },
    inputs: [image, weight([5, 6, 3, 2]), weight([5])],
  },
  {
    operator: 'Conv',
    attributes: { dilations: [2, 3], pads: [2, 3, 2, 3], group: 3 },
    inputs: [image, weight([9, 2, 3, 3])],
  },
  {
    operator: 'Conv',
    attributes: { group: 6, pads: [1, 1, 1, 1] },
    inputs: [image, weight([6, 1, 3, 3]), weight([6])],
  },
  ...['VALID', 'SAME_UPPER', 'SAME_LOWER'].flatMap((auto_pad): Case[] => [
    {
      operator: 'Conv',
      attributes: { auto_pad, strides: [2, 2] },
      inputs: [input([1, 3, 10, 11]), weight([4, 3, 4, 3])],
    },
  ]),
  { operator: 'Conv', inputs: [image, input([5, 6, 3, 3])] },
  {
    operator: 'Conv',
    attributes: { strides: [2], dilations: [3], pads: [2, 1] },
    inputs: [input([2, 6, 31]), weight([5, 6, 3]), weight([5])],
  },
  {
    operator: 'Conv',
    attributes: { group: 3, auto_pad: 'SAME_LOWER' },
    inputs: [input([2, 6, 31]), weight([9, 2, 4])],
  },
  ...transposed,
  {
    operator: 'FusedConv',
    domain: 'com.microsoft',
    attributes: { activation: 'Clip', activation_params: { floats: [0, 6] } },
    inputs: [image, weight([5, 6, 3, 3]), weight([5])],
  },
  {
    operator: 'FusedConv',
    domain: 'com.microsoft',
    attributes: { activation: 'Relu', pads: [1, 1, 1, 1] },
    inputs: [image, weight([5, 6, 3, 3]), weight([5]), input([2, 5, 11, 9])],
  },
  {
    operator: 'BatchNormalization',
    opsets: [7, 9, 14, 15],
    attributes: { epsilon: { float: 1e-3 } },
    inputs: [image, ...statistics(6)],
  },
  { operator: 'BatchNormalization', inputs: [input([3, 7]), ...statistics(7)] },
  { operator: 'BatchNormalization', inputs: [input([2, 5, 3]), ...statistics(5)] },
];

function statistics(channels: number) {
  return [
    weight([channels]),
    weight([channels]),
    weight([channels]),
    weight([channels], { low: 0.5, high: 2 }),
  ];
}
