import { type Case, input, weight } from '../case.ts';

const positive = { low: 0.5, high: 2 };

export const arithmeticCases: readonly Case[] = ['Add', 'Sub', 'Mul', 'Div'].flatMap(
  (operator): Case[] => [
    { operator, opsets: [7, 13, 14], inputs: [input([2, 5, 7, 3]), input([2, 5, 7, 3], positive)] },
    { operator, inputs: [input([2, 5, 7, 3]), weight([5, 1, 1], positive)] },
    { operator, inputs: [weight([7, 1]), input([2, 5, 7, 3], positive)] },
    { operator, inputs: [input([7]), input([2, 5, 1], positive)] },
    { operator, inputs: [input([]), weight([], positive)] },
    { operator, inputs: [weight([3, 5, 1, 1]), input([7], positive)] },
  ],
);
