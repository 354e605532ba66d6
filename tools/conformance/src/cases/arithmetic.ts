import { type Case, given, input, weight } from '../case.ts';

const positive = { low: 0.5, high: 2 };

const image = input([2, 5, 7, 3]);
const whole = (...shape: number[]) => input(shape, { type: 'int32', low: -5, high: 5 });
const truth = (...shape: number[]) => input(shape, { type: 'bool' });
const divisor = given([7], [1, 2, 3, -4, 5, -2, 9], 'int32');

const binaryCases: readonly Case[] = ['Add', 'Sub', 'Mul', 'Div'].flatMap((operator): Case[] => [
  { operator, opsets: [7, 13, 14], inputs: [image, input([2, 5, 7, 3], positive)] },
  { operator, inputs: [image, weight([5, 1, 1], positive)] },
  { operator, inputs: [weight([7, 1]), input([2, 5, 7, 3], positive)] },
  { operator, inputs: [input([7]), input([2, 5, 1], positive)] },
  { operator, inputs: [input([]), weight([], positive)] },
  { operator, inputs: [weight([3, 5, 1, 1]), input([7], positive)] },
  { operator, inputs: [whole(3, 1, 7), divisor], outputs: ['int32'] },
  { operator, inputs: [input([2, 1, 3, 1, 2, 1]), weight([5, 1, 2, 1, 3], positive)] },
]);

export const arithmeticCases: readonly Case[] = [
  ...binaryCases,
  ...['Max', 'Min', 'Sum', 'Mean'].flatMap((operator): Case[] => [
    { operator, opsets: [8, 13], inputs: [image, weight([5, 1, 1]), input([7, 3])] },
    { operator, inputs: [image] },
  ]),
  ...['Max', 'Min'].map((operator): Case => {
    return { operator, inputs: [whole(3, 7), whole(7)], outputs: ['int32'] };
  }),
  { operator: 'Pow', inputs: [input([3, 7], positive), input([7])] },
  { operator: 'Pow', opsets: [7, 12, 15], inputs: [image, given([], [2])] },
  { operator: 'Pow', inputs: [image, given([1], [3])] },
  { operator: 'Pow', inputs: [input([9], positive), given([], [0.5])] },
  { operator: 'Pow', inputs: [image, given([], [3], 'int64')] },
  { operator: 'Pow', inputs: [whole(9), given([], [3], 'int32')], outputs: ['int32'] },
  { operator: 'Mod', inputs: [whole(3, 7), divisor], outputs: ['int32'] },
  {
    operator: 'Mod',
    attributes: { fmod: 1 },
    inputs: [whole(3, 7), divisor],
    outputs: ['int32'],
  },
  { operator: 'Mod', attributes: { fmod: 1 }, inputs: [image, weight([3], positive)] },
  ...['Equal', 'Less', 'Greater', 'LessOrEqual', 'GreaterOrEqual'].flatMap((operator): Case[] => [
    { operator, inputs: [image, weight([5, 1, 1])], outputs: ['bool'] },
    { operator, inputs: [whole(3, 7), whole(7)], outputs: ['bool'] },
  ]),
  { operator: 'Equal', inputs: [truth(3, 7), truth(7)], outputs: ['bool'] },
  ...['And', 'Or', 'Xor'].map((operator): Case => {
    return { operator, inputs: [truth(3, 5, 7), truth(5, 1)], outputs: ['bool'] };
  }),
  { operator: 'Where', opsets: [9, 16], inputs: [truth(5, 7, 1), image, weight([3])] },
  { operator: 'Where', inputs: [truth(3, 1), whole(7), whole(3, 7)], outputs: ['int32'] },
];
