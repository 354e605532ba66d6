import { type BinaryOperation, binary as binaryKernel, broadcastShape } from '@facegpu/kernels';
import { stretch } from './evaluate.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireSameDtype, requireTensor } from './require.ts';

/** `add(a, b)`, `sub(a, b)`, `mul(a, b)`, `div(a, b)`, `prelu(x, slope)`: with broadcasting. */
export const add = operation('add');
export const sub = operation('sub');
export const mul = operation('mul');
export const div = operation('div');
export const prelu = operation('prelu');

/* @__NO_SIDE_EFFECTS__ */
function operation(op: BinaryOperation) {
  return defineOperator({
    attributes: {},
    inputs: 2,
    layout: 'dense',
    fusesActivation: true,
    // A first operand that is stretched along the batch, or a shorter one, has no rows to keep.
    keepsBatch: (context) => {
      const { shape } = requireInput(context, 0);
      const output = broadcastShape(shape, requireInput(context, 1).shape);
      return shape.length === output.length && shape[0] === output[0];
    },
    infer: (context) => {
      const [a, b] = [requireInput(context, 0), requireInput(context, 1)];
      return [{ shape: broadcastShape(a.shape, b.shape), dtype: requireSameDtype(context) }];
    },
    lower: (context) =>
      binaryKernel({
        op,
        a: requireTensor(context, 0),
        b: requireTensor(context, 1),
        output: context.output,
        activation: context.activation,
      }),
    evaluate: ([left, right], context) => {
      const { shape: a, dtype } = requireInput(context, 0);
      const { shape: b } = requireInput(context, 1);
      const shape = broadcastShape(a, b);
      const others = stretch(right, b, shape);
      const result = stretch(left, a, shape).map((value, i) => compute(op, value, others[i]));
      return [dtype === 'f32' || dtype === 'f16' ? result : result.map(Math.trunc)];
    },
  });
}

function compute(op: BinaryOperation, a: number, b: number): number {
  switch (op) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'div':
      return a / b;
    case 'prelu':
      return a < 0 ? a * b : a;
  }
}
