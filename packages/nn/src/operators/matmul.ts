import { batchedMatmul, batchedMatmulShape, type Shape } from '@facegpu/kernels';
import { defineOperator, type InferContext } from './operator.ts';
import { requireReal, requireSameDtype, requireTensor } from './require.ts';

/**
 * `matmul(a, b)`: products of matrices `[…, rows, inner]` and `[…, inner, columns]`, whose axes in front
 * broadcast. A vector is a row as `a` and a column as `b`, and the axis that makes it one isn't there
 * in the output.
 */
export const matmul = defineOperator({
  attributes: {},
  inputs: 2,
  layout: 'dense',
  fusesActivation: true,
  keepsBatch: (context) => {
    const { a, b, output } = shapesOf(context);
    return a.length > 2 ? a.length >= b.length && a[0] === output[0] : b.length === 2;
  },
  infer: (context) => {
    const { output, isRow, isColumn } = shapesOf(context);
    const shape = output.filter((_, axis) => {
      const fromEnd = output.length - axis;
      return !((fromEnd === 2 && isRow) || (fromEnd === 1 && isColumn));
    });
    return [{ shape, dtype: requireSameDtype(context) }];
  },
  lower: (context) => {
    const { a, b, output } = shapesOf(context);
    return batchedMatmul(context.target, {
      a: requireTensor(context, 0).view(a),
      b: requireTensor(context, 1).view(b),
      activation: context.activation,
      output: context.output.view(output),
    });
  },
});

/** The shapes of the matrices, vectors made into ones. */
function shapesOf(context: InferContext) {
  const [left, right] = [requireReal(context, 0).shape, requireReal(context, 1).shape];
  const a: Shape = left.length === 1 ? [1, ...left] : left;
  const b: Shape = right.length === 1 ? [...right, 1] : right;
  const output = batchedMatmulShape(a, b);
  return { a, b, output, isRow: left.length === 1, isColumn: right.length === 1 };
}
