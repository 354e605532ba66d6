import { type Case, early, given, input, list, whole } from '../case.ts';

const scalar = (value: number, type: 'float' | 'int64' | 'int32' = 'int64') => {
  return given([], [value], type);
};

export const repeatCases: readonly Case[] = [
  { operator: 'ConstantOfShape', inputs: [list(2, 3)] },
  { operator: 'ConstantOfShape', inputs: [given([0], [], 'int64')] },
  {
    operator: 'ConstantOfShape',
    attributes: { value: { tensor: { type: 'int64', shape: [1], values: [-7] } } },
    inputs: [list(3, 1, 2)],
    outputs: ['int64'],
  },
  {
    operator: 'ConstantOfShape',
    attributes: { value: { tensor: { type: 'float', shape: [1], values: [-Infinity] } } },
    inputs: [list(300, 301)],
  },
  { operator: 'Expand', inputs: [input([5, 1]), list(2, 1, 7)] },
  { operator: 'Expand', inputs: [input([5, 1]), early(2, 1, 7)] },
  { operator: 'ConstantOfShape', inputs: [early(2, 3)] },
  { operator: 'Tile', inputs: [input([2, 3]), early(2, 3)] },
  {
    operator: 'Range',
    inputs: [1, 9, 3].map((value) => ({ ...early(value), shape: [] })),
    outputs: ['int64'],
  },
  { operator: 'Expand', opsets: [8, 13], inputs: [input([2, 5, 7, 3]), list(1)] },
  { operator: 'Expand', inputs: [input([]), list(2, 3)] },
  { operator: 'Expand', inputs: [input([2, 1, 3, 1, 2, 1]), list(2, 4, 3, 2, 2, 5)] },
  { operator: 'Expand', inputs: [whole([3, 1], 'bool'), list(3, 5)], outputs: ['bool'] },
  { operator: 'Range', inputs: [scalar(3), scalar(17), scalar(2)], outputs: ['int64'] },
  { operator: 'Range', inputs: [scalar(5), scalar(-6), scalar(-3)], outputs: ['int64'] },
  { operator: 'Range', inputs: [scalar(5), scalar(5), scalar(1)], outputs: ['int64'] },
  {
    operator: 'Range',
    inputs: [scalar(0.5, 'float'), scalar(3.1, 'float'), scalar(0.3, 'float')],
  },
  { operator: 'Tile', opsets: [7, 13], inputs: [input([2, 5, 7, 3]), list(1, 2, 1, 3)] },
  { operator: 'Tile', inputs: [input([7]), list(3)] },
  { operator: 'Tile', inputs: [input([2, 1, 2, 3, 1, 2]), list(1, 3, 2, 1, 2, 1)] },
  { operator: 'Tile', inputs: [whole([3, 5], 'int32'), list(0, 2)], outputs: ['int32'] },
  { operator: 'Trilu', inputs: [input([2, 5, 7])] },
  { operator: 'Trilu', attributes: { upper: 0 }, inputs: [input([5, 3]), scalar(-1)] },
  { operator: 'Trilu', inputs: [whole([4, 5], 'int64'), scalar(2)], outputs: ['int64'] },
];
