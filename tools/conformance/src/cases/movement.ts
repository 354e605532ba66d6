import { type Case, early, given, input, list, weight, whole } from '../case.ts';

const image = input([2, 5, 7, 3]);

export const movementCases: readonly Case[] = [
  { operator: 'Concat', attributes: { axis: 1 }, inputs: [image, input([2, 3, 7, 3])] },
  { operator: 'Concat', attributes: { axis: -1 }, inputs: [image, weight([2, 5, 7, 2]), image] },
  {
    operator: 'Concat',
    attributes: { axis: 0 },
    inputs: [whole([2, 3], 'int64'), whole([1, 3], 'int64')],
    outputs: ['int64'],
  },
  {
    operator: 'Concat',
    attributes: { axis: 2 },
    inputs: [input([2, 3, 1, 2, 3, 2]), input([2, 3, 4, 2, 3, 2])],
  },
  {
    operator: 'Pad',
    opsets: [7],
    attributes: { pads: [0, 1, 2, 0, 1, 0, 0, 3], value: { float: 0.5 } },
    inputs: [image],
  },
  {
    operator: 'Pad',
    opsets: [11, 13],
    inputs: [image, list(0, 1, 2, 0, 1, 0, 0, 3), given([], [2])],
  },
  { operator: 'Pad', opsets: [18], inputs: [image, list(1, 2, 3, 4), null, list(-1, 1)] },
  { operator: 'Pad', inputs: [image, list(0, -1, 1, 0, 1, 0, -1, -2)] },
  ...['reflect', 'edge'].map((mode): Case => {
    return { operator: 'Pad', attributes: { mode }, inputs: [image, list(0, 1, 1, 2, 0, 0, 2, 1)] };
  }),
  {
    operator: 'Pad',
    opsets: [19],
    attributes: { mode: 'wrap' },
    inputs: [image, list(1, 2, 3, 0), null, list(2, 3)],
  },
  {
    operator: 'Slice',
    opsets: [7],
    attributes: { starts: [1, -5], ends: [100, -1], axes: [1, 2] },
    inputs: [image],
  },
  { operator: 'Slice', inputs: [image, list(1, -3), list(2 ** 62, -1), list(1, -2)] },
  { operator: 'Slice', inputs: [image, list(-1, 0), list(-100, 7), list(1, 2), list(-2, 3)] },
  { operator: 'Slice', inputs: [input([7]), list(5), list(-8), list(0), list(-2)] },
  { operator: 'Slice', inputs: [input([7]), list(-9), list(9)] },
  {
    operator: 'Slice',
    inputs: [image, early(1, -3), early(2 ** 62, -1), early(1, -2), early(1, 2)],
  },
  { operator: 'Split', inputs: [input([7]), early(3, 4)], outputs: ['float', 'float'] },
  { operator: 'Slice', inputs: [image, list(3), list(1), list(1)] },
  {
    operator: 'Slice',
    inputs: [whole([3, 5], 'int32'), list(2, 4), list(-9, 0), list(0, 1), list(-1, -3)],
    outputs: ['int32'],
  },
  {
    operator: 'Slice',
    inputs: [
      input([2, 5, 7, 3], { names: ['batch', '', 'height', ''] }),
      list(-1, 1),
      list(-(2 ** 62), -1),
      list(2, 3),
      list(-2, 1),
    ],
  },
  {
    operator: 'Split',
    opsets: [18],
    attributes: { axis: 0, num_outputs: 3 },
    inputs: [input([7, 2])],
    outputs: ['float', 'float', 'float'],
  },
  {
    operator: 'Split',
    opsets: [7, 11],
    attributes: { axis: 2 },
    inputs: [input([2, 3, 6, 5])],
    outputs: ['float', 'float', 'float'],
  },
  {
    operator: 'Split',
    opsets: [7],
    attributes: { axis: 1, split: [2, 3] },
    inputs: [image],
    outputs: ['float', 'float'],
  },
  {
    operator: 'Split',
    opsets: [13],
    attributes: { axis: -2 },
    inputs: [image, list(3, 0, 4)],
    outputs: ['float', 'float', 'float'],
  },
  {
    operator: 'Split',
    opsets: [18],
    attributes: { axis: 1, num_outputs: 2 },
    inputs: [image],
    outputs: ['float', 'float'],
  },
  { operator: 'Transpose', attributes: { perm: [2, 0, 3, 1] }, inputs: [image] },
  { operator: 'Transpose', inputs: [input([3, 5, 2])] },
  {
    operator: 'Transpose',
    attributes: { perm: [5, 0, 3, 1, 4, 2] },
    inputs: [input([2, 3, 1, 2, 3, 2])],
  },
  { operator: 'Transpose', inputs: [input([])] },
  { operator: 'Transpose', inputs: [whole([3, 5], 'bool')], outputs: ['bool'] },
];
