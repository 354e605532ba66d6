import { type Case, given, input, list } from '../case.ts';

const image = input([2, 5, 7, 3], { low: 0.1, high: 2 });
const whole = input([3, 5, 7], { type: 'int32', low: -9, high: 9 });

const reductions = [
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSum',
  'ReduceSumSquare',
];

export const reductionCases: readonly Case[] = [
  ...reductions.flatMap((operator): Case[] => [
    { operator, opsets: [7, 11], attributes: { axes: [2, 3], keepdims: 1 }, inputs: [image] },
    { operator, opsets: [11], attributes: { axes: [1, -1], keepdims: 0 }, inputs: [image] },
    { operator, opsets: [11, 18], inputs: [image] },
    { operator, opsets: [18], attributes: { keepdims: 0 }, inputs: [image, list(-3)] },
    {
      operator,
      opsets: [18],
      attributes: { noop_with_empty_axes: 1 },
      inputs: [input([3, 7]), list(0)],
    },
  ]),
  { operator: 'ReduceSum', opsets: [13], inputs: [image, list(1, 2)] },
  {
    operator: 'ReduceSum',
    opsets: [13],
    attributes: { noop_with_empty_axes: 1 },
    inputs: [input([3, 7])],
  },
  ...['ReduceMax', 'ReduceSum', 'ReduceMin']
    .map((operator): Case => {
      const attributes = { axes: [1] };
      return { operator, opsets: [11], attributes, inputs: [whole], outputs: ['int32'] };
    })
    .filter(({ operator }) => operator !== 'ReduceSum'),
  { operator: 'ReduceSum', opsets: [13], inputs: [whole, list(1)], outputs: ['int32'] },
  ...['ArgMax', 'ArgMin'].flatMap((operator): Case[] => [
    { operator, opsets: [7, 13], inputs: [image], outputs: ['int64'] },
    { operator, attributes: { axis: -3, keepdims: 0 }, inputs: [image], outputs: ['int64'] },
    {
      operator,
      attributes: { axis: 1, select_last_index: 1 },
      inputs: [whole],
      outputs: ['int64'],
    },
  ]),
  {
    operator: 'TopK',
    opsets: [7],
    attributes: { k: 3, axis: 1 },
    inputs: [image],
    outputs: ['float', 'int64'],
  },
  { operator: 'TopK', opsets: [10, 11], inputs: [image, list(2)], outputs: ['float', 'int64'] },
  {
    operator: 'TopK',
    opsets: [11],
    attributes: { largest: 0, axis: 2 },
    inputs: [image, list(7)],
    outputs: ['float', 'int64'],
  },
  ...[0, 1].map((largest): Case => {
    // Some differ in their upper bits, some in their lower ones, and some are the same.
    const values = [
      70_000,
      -70_000,
      3,
      3,
      2 ** 31 - 1,
      1 - 2 ** 31,
      2 ** 31 - 2,
      65_536,
      65_535,
      -1,
    ];
    return {
      operator: 'TopK',
      attributes: { largest },
      inputs: [input([2, 5], { type: 'int64', values }), list(4)],
      outputs: ['int64', 'int64'],
    };
  }),
  {
    operator: 'TopK',
    attributes: { axis: 0 },
    inputs: [input([7, 3], { type: 'int64', low: -5, high: 5 }), list(7)],
    outputs: ['int64', 'int64'],
  },
  { operator: 'CumSum', inputs: [image, given([], [2], 'int64')] },
  {
    operator: 'CumSum',
    attributes: { exclusive: 1, reverse: 1 },
    inputs: [image, given([], [-3], 'int32')],
  },
];
