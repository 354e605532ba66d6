import { type Case, input, weight } from '../case.ts';

export const linearCases: readonly Case[] = [
  { operator: 'Gemm', opsets: [7, 11, 13], inputs: [input([3, 7]), weight([7, 5]), weight([5])] },
  { operator: 'Gemm', inputs: [input([3, 7]), weight([7, 5])] },
  {
    operator: 'Gemm',
    attributes: { transA: 1, transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } },
    inputs: [input([7, 3]), weight([5, 7]), weight([3, 1])],
  },
  { operator: 'Gemm', inputs: [input([3, 7]), input([7, 5]), input([1, 5])] },
  { operator: 'MatMul', inputs: [input([3, 7]), weight([7, 5])] },
  { operator: 'MatMul', inputs: [input([2, 3, 7]), weight([7, 5])] },
];
