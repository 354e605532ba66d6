import { type Case, given, input, list } from '../case.ts';

const image = input([2, 6, 1, 3]);

export const viewCases: readonly Case[] = [
  { operator: 'Cast', attributes: { to: 1 }, inputs: [image] },
  {
    operator: 'Constant',
    attributes: { value: { tensor: { type: 'float', shape: [2, 2], values: [1, 2, 3, 4] } } },
    inputs: [],
  },
  { operator: 'Constant', attributes: { value_float: { float: 2.5 } }, inputs: [] },
  { operator: 'Dropout', opsets: [7, 13], inputs: [image] },
  ...[0, 1, 2, 4, -1].map(
    (axis): Case => ({ operator: 'Flatten', attributes: { axis }, inputs: [image] }),
  ),
  { operator: 'Identity', inputs: [image] },
  { operator: 'Reshape', inputs: [image, list(0, -1, 2)] },
  { operator: 'Reshape', inputs: [image, list(36)] },
  { operator: 'Reshape', inputs: [input([1]), given([0], [], 'int64')] },
  { operator: 'Shape', inputs: [image], outputs: ['int64'] },
  { operator: 'Shape', attributes: { start: -3, end: -1 }, inputs: [image], outputs: ['int64'] },
  { operator: 'Squeeze', opsets: [7, 11], attributes: { axes: [2] }, inputs: [image] },
  { operator: 'Squeeze', inputs: [image, list(-2)] },
  { operator: 'Squeeze', inputs: [image] },
  { operator: 'Unsqueeze', opsets: [7], attributes: { axes: [0, 3] }, inputs: [image] },
  { operator: 'Unsqueeze', inputs: [image, list(-1, 2)] },
];
