import { type Case, given, input, list } from '../case.ts';

const image = input([1, 3, 4, 5]);
const double = given([4], [1, 1, 2, 2]);

export const resizeCases: readonly Case[] = [
  ...['nearest', 'linear'].flatMap((mode): Case[] => [
    { operator: 'Upsample', opsets: [9], attributes: { mode }, inputs: [image, double] },
    { operator: 'Resize', opsets: [10], attributes: { mode }, inputs: [image, double] },
    {
      operator: 'Resize',
      opsets: [13, 18],
      attributes: {
        mode,
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      },
      inputs: [image, null, double],
    },
    {
      operator: 'Resize',
      opsets: [11],
      attributes: { mode },
      inputs: [image, given([0], []), given([0], []), list(1, 3, 8, 15)],
    },
    { operator: 'Resize', attributes: { mode }, inputs: [image, null, null, list(1, 3, 8, 15)] },
  ]),
  {
    operator: 'Resize',
    attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
    inputs: [image, null, null, list(1, 3, 7, 9)],
  },
];
