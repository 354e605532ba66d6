import { allOperators } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Of products of matrices. */
export const linearGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  gemm: (context) => {
    const { gradient } = context;
    const transposed = (index: number) => {
      return context.add('transpose', [context.input(index)], { permutation: [1, 0] });
    };
    return [
      context.wants(0) ? context.add('gemm', [gradient, transposed(1)]) : undefined,
      context.wants(1) ? context.add('gemm', [transposed(0), gradient]) : undefined,
      context.wants(2)
        ? context.add('reduceSum', [gradient], { axes: [0], keepDims: false })
        : undefined,
    ];
  },
  matmul: (context) => {
    const [a, b] = [context.input(0), context.input(1)];
    const [left, right] = [context.shapeOf(a), context.shapeOf(b)];
    // A vector is a matrix of one row, or of one column, whose axis isn't there in the output.
    const rows = left.length === 1 ? context.reshape(a, [1, ...left]) : a;
    const columns = right.length === 1 ? context.reshape(b, [...right, 1]) : b;
    const shape = [...context.shapeOf(context.gradient)];
    if (right.length === 1) shape.push(1);
    if (left.length === 1) shape.splice(shape.length - 1, 0, 1);
    const gradient = context.reshape(context.gradient, shape);
    const summed = (product: string, matrix: string, original: string) => {
      const sum = context.sumTo(product, context.shapeOf(matrix));
      return context.reshape(sum, context.shapeOf(original));
    };
    return [
      context.wants(0)
        ? summed(context.add('matmul', [gradient, turned(context, columns)]), rows, a)
        : undefined,
      context.wants(1)
        ? summed(context.add('matmul', [turned(context, rows), gradient]), columns, b)
        : undefined,
    ];
  },
});

/** Matrices with their last two axes swapped. */
function turned(context: GradientContext, matrices: string): string {
  const permutation = context.shapeOf(matrices).map((_, axis) => axis);
  const last = permutation.pop() ?? 1;
  permutation.splice(permutation.length - 1, 0, last);
  return context.add('transpose', [matrices], { permutation });
}
