import { type Case, input, weight } from '../case.ts';

const image = input([2, 6, 7, 5]);

export const normalizationCases: readonly Case[] = [
  { operator: 'InstanceNormalization', opsets: [7, 17], inputs: [image, weight([6]), weight([6])] },
  {
    operator: 'InstanceNormalization',
    attributes: { epsilon: { float: 0.1 } },
    inputs: [input([2, 3, 11]), weight([3]), weight([3])],
  },
  {
    operator: 'GroupNormalization',
    opsets: [18],
    attributes: { num_groups: 3, epsilon: { float: 1e-3 } },
    inputs: [image, weight([3]), weight([3])],
  },
  {
    operator: 'GroupNormalization',
    opsets: [21],
    attributes: { num_groups: 2 },
    inputs: [image, weight([6]), weight([6])],
  },
  ...[-1, 1, 2].map((axis): Case => {
    const shape = axis === -1 ? [5] : [6, 7, 5].slice(axis - 1);
    return {
      operator: 'LayerNormalization',
      attributes: { axis },
      inputs: [image, weight(shape), weight(shape)],
    };
  }),
  { operator: 'LayerNormalization', inputs: [input([3, 65]), weight([65])] },
  {
    operator: 'LayerNormalization',
    attributes: { axis: 1 },
    inputs: [input([3, 5, 7]), weight([5, 7])],
    outputs: ['float', 'float', 'float'],
  },
  { operator: 'LRN', opsets: [7, 13], attributes: { size: 3 }, inputs: [image] },
  {
    operator: 'LRN',
    attributes: { size: 5, alpha: { float: 0.5 }, beta: { float: 0.6 }, bias: { float: 2 } },
    inputs: [image],
  },
];
