import { type Case, input } from '../case.ts';

const image = input([2, 3, 5, 7]);
const grid = input([2, 4, 3, 2], { low: -1.8, high: 1.8 });

export const samplingCases: readonly Case[] = [
  ...['bilinear', 'nearest', 'bicubic'].flatMap((mode) =>
    ['zeros', 'border', 'reflection'].flatMap((padding_mode) =>
      [0, 1].map((align_corners): Case => {
        const attributes = { mode, padding_mode, align_corners };
        return { operator: 'GridSample', opsets: [16], attributes, inputs: [image, grid] };
      }),
    ),
  ),
  ...['linear', 'cubic'].map((mode): Case => {
    return { operator: 'GridSample', opsets: [20], attributes: { mode }, inputs: [image, grid] };
  }),
  ...['DCR', 'CRD'].map((mode): Case => {
    const inputs = [input([2, 12, 3, 5])];
    return {
      operator: 'DepthToSpace',
      opsets: [11, 13],
      attributes: { blocksize: 2, mode },
      inputs,
    };
  }),
  {
    operator: 'DepthToSpace',
    opsets: [7],
    attributes: { blocksize: 3 },
    inputs: [input([1, 18, 2, 3])],
  },
  {
    operator: 'SpaceToDepth',
    opsets: [7, 13],
    attributes: { blocksize: 2 },
    inputs: [input([2, 3, 6, 4])],
  },
];
