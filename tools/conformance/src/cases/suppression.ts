import { type Case, given, input } from '../case.ts';

const all = (limit: number, iou: number, ...score: readonly number[]) => [
  given([1], [limit], 'int64'),
  given([1], [iou]),
  ...score.map((value) => given([1], [value])),
];
const scores = (shape: readonly number[]) => input(shape, { low: 0, high: 1 });

export const suppressionCases: readonly Case[] = [
  {
    operator: 'NonMaxSuppression',
    opsets: [10, 11],
    inputs: [input([2, 33, 4]), scores([2, 3, 33]), ...all(5, 0.25, 0.4)],
    outputs: ['int64'],
  },
  {
    operator: 'NonMaxSuppression',
    attributes: { center_point_box: 1 },
    inputs: [
      input([1, 65, 4], { low: 0.25, high: 1 }),
      scores([1, 2, 65]),
      ...all(2 ** 62, 0.5, 0.1),
    ],
    outputs: ['int64'],
  },
  {
    operator: 'NonMaxSuppression',
    inputs: [input([1, 17, 4]), scores([1, 1, 17]), ...all(4, 0)],
    outputs: ['int64'],
  },
  {
    operator: 'NonMaxSuppression',
    inputs: [input([1, 17, 4]), scores([1, 1, 17])],
    outputs: ['int64'],
  },
];
