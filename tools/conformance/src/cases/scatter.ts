import { type Case, given, input, weight, whole } from '../case.ts';

const image = input([2, 5, 7, 3]);

/** Several updates may go to one place where they are combined. */
const reductions = (['add', 'mul', 'min', 'max'] as const).flatMap((reduction): Case[] => {
  const opsets = reduction === 'add' || reduction === 'mul' ? [16, 18] : [18];
  const indices = (size: number, shape: readonly number[]) => {
    return input(shape, { type: 'int64', low: -size, high: size - 1 });
  };
  return [
    {
      operator: 'ScatterElements',
      opsets,
      attributes: { axis: 2, reduction },
      inputs: [image, indices(7, [2, 3, 5, 3]), input([2, 3, 5, 3])],
    },
    {
      operator: 'ScatterND',
      opsets,
      attributes: { reduction },
      inputs: [input([3, 3, 7]), indices(3, [5, 2]), input([5, 7])],
    },
    {
      operator: 'ScatterND',
      opsets,
      attributes: { reduction },
      inputs: [whole([5], 'int32'), indices(5, [4, 1]), whole([4], 'int32')],
      outputs: ['int32'],
    },
  ];
});

export const scatterCases: readonly Case[] = [
  ...reductions,
  {
    operator: 'Scatter',
    opsets: [9],
    attributes: { axis: 1 },
    inputs: [input([2, 5]), given([2, 2], [3, 0, 1, 2], 'int64'), input([2, 2])],
  },
  {
    operator: 'ScatterElements',
    opsets: [11, 13, 18],
    attributes: { axis: -2 },
    inputs: [input([3, 5, 2]), given([1, 2, 2], [0, 3, -1, 1], 'int64'), weight([1, 2, 2])],
  },
  {
    operator: 'ScatterND',
    opsets: [11, 16],
    inputs: [image, given([3, 2], [0, 1, 1, -1, 0, 0], 'int64'), input([3, 7, 3])],
  },
  {
    operator: 'ScatterND',
    inputs: [whole([7], 'bool'), given([2, 1], [-1, 2], 'int64'), whole([2], 'bool')],
    outputs: ['bool'],
  },
  { operator: 'ScatterND', inputs: [weight([5]), given([1, 1], [2], 'int64'), weight([1])] },
];
