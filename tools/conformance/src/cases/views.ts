import { type Case, early, given, input, list, weight, whole } from '../case.ts';

const image = input([2, 6, 1, 3]);

export const viewCases: readonly Case[] = [
  { operator: 'Cast', attributes: { to: 1 }, inputs: [image] },
  { operator: 'CastLike', inputs: [whole([3, 7], 'int32'), input([1])] },
  { operator: 'CastLike', inputs: [image, input([1], { type: 'bool' })], outputs: ['bool'] },
  {
    operator: 'Constant',
    attributes: { value: { tensor: { type: 'float', shape: [2, 2], values: [1, 2, 3, 4] } } },
    inputs: [],
  },
  { operator: 'Constant', attributes: { value_float: { float: 2.5 } }, inputs: [] },
  {
    operator: 'Constant',
    attributes: { value: { tensor: { type: 'int8', shape: [3], values: [-128, 0, 127] } } },
    inputs: [],
    outputs: ['int8'],
  },
  { operator: 'Constant', attributes: { value_floats: { floats: [1, -2] } }, inputs: [] },
  { operator: 'Constant', attributes: { value_int: 7 }, inputs: [], outputs: ['int64'] },
  { operator: 'Constant', attributes: { value_ints: [7, -9] }, inputs: [], outputs: ['int64'] },
  { operator: 'Dropout', opsets: [7, 13], inputs: [image] },
  { operator: 'Dropout', opsets: [13], inputs: [image], outputs: ['float', 'bool'] },
  { operator: 'Dropout', inputs: [image, given([], [0]), given([], [1], 'bool')] },
  ...[0, 1, 2, 4, -1].map(
    (axis): Case => ({ operator: 'Flatten', attributes: { axis }, inputs: [image] }),
  ),
  {
    operator: 'Flatten',
    inputs: [input([2, 6, 4, 3], { names: ['batch', '', 'height', 'width'] })],
  },
  { operator: 'Identity', inputs: [image] },
  { operator: 'Identity', inputs: [whole([], 'int32')], outputs: ['int32'] },
  {
    operator: 'Reshape',
    opsets: [14],
    attributes: { allowzero: 1 },
    inputs: [weight([0, 3]), list(3, 0)],
  },
  { operator: 'Reshape', inputs: [image, list(0, -1, 2)] },
  { operator: 'Reshape', inputs: [image, early(0, -1, 2)] },
  { operator: 'Unsqueeze', inputs: [image, early(-1, 2)] },
  { operator: 'Squeeze', inputs: [image, early(2)] },
  { operator: 'Reshape', inputs: [image, list(36)] },
  { operator: 'Reshape', inputs: [input([1]), given([0], [], 'int64')] },
  { operator: 'Shape', inputs: [image], outputs: ['int64'] },
  { operator: 'Shape', attributes: { start: -3, end: -1 }, inputs: [image], outputs: ['int64'] },
  { operator: 'Size', inputs: [image], outputs: ['int64'] },
  { operator: 'Size', inputs: [input([])], outputs: ['int64'] },
  { operator: 'Squeeze', opsets: [7, 11], attributes: { axes: [2] }, inputs: [image] },
  { operator: 'Squeeze', inputs: [image, list(-2)] },
  { operator: 'Squeeze', inputs: [image] },
  { operator: 'Unsqueeze', opsets: [7], attributes: { axes: [0, 3] }, inputs: [image] },
  { operator: 'Unsqueeze', inputs: [image, list(-1, 2)] },
];
