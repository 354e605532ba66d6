import { type Case, given, input, list, weight, whole } from '../case.ts';

const image = input([2, 5, 7, 3]);

/** Indices of an axis of this size, counted from both of its ends. */
const indices = (size: number, shape: readonly number[]) => {
  return input(shape, { type: 'int64', low: -size, high: size - 1 });
};
const known = (size: number, shape: readonly number[]) => {
  return weight(shape, { type: 'int32', low: -size, high: size - 1 });
};

export const gatherCases: readonly Case[] = [
  {
    operator: 'Compress',
    attributes: { axis: 1 },
    inputs: [image, given([4], [1, 0, 0, 1], 'bool')],
  },
  { operator: 'Compress', inputs: [input([3, 2]), given([5], [0, 1, 1, 0, 1], 'bool')] },
  { operator: 'Gather', attributes: { axis: 1 }, inputs: [image, given([], [-2], 'int64')] },
  { operator: 'Gather', attributes: { axis: 3 }, inputs: [image, list(2, 0, -1, 1)] },
  { operator: 'Gather', opsets: [11, 13], inputs: [image, indices(2, [3])] },
  { operator: 'Gather', attributes: { axis: -2 }, inputs: [image, indices(7, [2, 3])] },
  { operator: 'Gather', attributes: { axis: 1 }, inputs: [image, indices(5, [])] },
  { operator: 'Gather', inputs: [weight([9, 65]), indices(9, [7])] },
  {
    operator: 'Gather',
    attributes: { axis: 2 },
    inputs: [whole([2, 1, 5, 2, 3, 2], 'int32'), known(5, [3])],
    outputs: ['int32'],
  },
  {
    operator: 'Gather',
    attributes: { axis: 1 },
    inputs: [whole([3, 5], 'bool'), indices(5, [4])],
    outputs: ['bool'],
  },
  {
    operator: 'GatherElements',
    attributes: { axis: 1 },
    inputs: [image, indices(5, [2, 9, 7, 3])],
  },
  { operator: 'GatherElements', opsets: [11], inputs: [image, known(2, [3, 2, 7, 1])] },
  {
    operator: 'GatherElements',
    attributes: { axis: -1 },
    inputs: [whole([5, 7], 'uint8'), indices(7, [5, 3])],
    outputs: ['uint8'],
  },
  { operator: 'GatherND', opsets: [11, 13], inputs: [image, indices(2, [7, 1])] },
  { operator: 'GatherND', inputs: [input([3, 3, 3, 5]), indices(3, [2, 4, 3])] },
  { operator: 'GatherND', inputs: [input([3, 3]), indices(3, [5, 2])] },
  {
    operator: 'GatherND',
    attributes: { batch_dims: 1 },
    inputs: [input([2, 5, 5, 3]), indices(5, [2, 7, 2])],
  },
  {
    operator: 'GatherND',
    attributes: { batch_dims: 2 },
    inputs: [whole([2, 3, 7], 'int64'), indices(7, [2, 3, 1])],
    outputs: ['int64'],
  },
  {
    operator: 'OneHot',
    attributes: { axis: 1 },
    inputs: [indices(5, [2, 3]), given([], [5], 'int64'), given([2], [-0.5, 2])],
  },
  {
    operator: 'OneHot',
    inputs: [input([7], { type: 'int64', low: -9, high: 9 }), list(4), list(0, 3)],
    outputs: ['int64'],
  },
];
