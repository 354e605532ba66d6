import {
  type BinaryOperation,
  binaryAdd,
  binaryDiv,
  binaryDType,
  binary as binaryKernel,
  binaryMul,
  binaryPrelu,
  binarySub,
  broadcastShape,
  isReal,
} from '@facegpu/kernels';
import { stretch } from './evaluate.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireSameDtype, requireTensor } from './require.ts';

/** `add(a, b)`, `sub(a, b)`, `mul(a, b)`, `div(a, b)`, `prelu(x, slope)`: with broadcasting. */
export const add = binaryOperator(binaryAdd, (a, b) => a + b);
export const sub = binaryOperator(binarySub, (a, b) => a - b);
export const mul = binaryOperator(binaryMul, (a, b) => a * b);
export const div = binaryOperator(binaryDiv, (a, b) => a / b);
export const prelu = binaryOperator(binaryPrelu, (a, b) => (a < 0 ? a * b : a));

/**
 * An operator on two tensors of one dtype, which broadcast.
 *
 * @param compute the same of two numbers
 */
/* @__NO_SIDE_EFFECTS__ */
export function binaryOperator(
  op: BinaryOperation,
  compute: (a: number, b: number) => number | boolean,
) {
  return defineOperator({
    attributes: {},
    inputs: 2,
    layout: 'dense',
    fusesActivation: !op.compares,
    // A first operand that is stretched along the batch, or a shorter one, has no rows to keep.
    keepsBatch: (context) => {
      const { shape } = requireInput(context, 0);
      const output = broadcastShape(shape, requireInput(context, 1).shape);
      return shape.length === output.length && shape[0] === output[0];
    },
    infer: (context) => {
      const [a, b] = [requireInput(context, 0), requireInput(context, 1)];
      const dtype = binaryDType(op, requireSameDtype(context));
      return [{ shape: broadcastShape(a.shape, b.shape), dtype }];
    },
    lower: (context) =>
      binaryKernel({
        op,
        a: requireTensor(context, 0),
        b: requireTensor(context, 1),
        output: context.output,
        activation: context.activation,
        live: context.live,
      }),
    evaluate: ([left, right], context) => {
      const { shape: a, dtype } = requireInput(context, 0);
      const { shape: b } = requireInput(context, 1);
      const shape = broadcastShape(a, b);
      const others = stretch(right, b, shape);
      const result = stretch(left, a, shape).map((value, i) => Number(compute(value, others[i])));
      return [isReal(dtype) ? result : result.map(Math.trunc)];
    },
  });
}
