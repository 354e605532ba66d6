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
  {
    operator: 'Gemm',
    attributes: { transA: 1, alpha: { float: 2 } },
    inputs: [input([7, 3]), input([7, 5]), input([])],
  },
  { operator: 'Gemm', attributes: { transB: 1 }, inputs: [input([3, 7]), input([5, 7])] },
  { operator: 'MatMul', opsets: [7, 13], inputs: [input([3, 7]), input([7, 5])] },
  { operator: 'MatMul', inputs: [input([2, 3, 4, 7]), input([2, 3, 7, 5])] },
  { operator: 'MatMul', inputs: [input([2, 1, 4, 7]), input([3, 7, 5])] },
  { operator: 'MatMul', inputs: [input([4, 7]), weight([3, 7, 5])] },
  { operator: 'MatMul', inputs: [input([7]), input([7])] },
  { operator: 'MatMul', inputs: [input([7]), weight([7, 5])] },
  { operator: 'MatMul', inputs: [input([2, 3, 7]), input([7])] },
  { operator: 'MatMul', inputs: [input([7]), input([2, 7, 3])] },
  {
    operator: 'MatMul',
    inputs: [input([2, 3, 7], { names: ['batch', 'rows', ''] }), weight([7, 5])],
  },
];
