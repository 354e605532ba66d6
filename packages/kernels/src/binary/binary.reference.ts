import { type Activation, activate, identity } from '../shader/activation.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { BinaryOperation } from './binary.ts';
import { broadcastShape } from './broadcast.ts';

interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Each element of the broadcast shape from its two operands, in float64. */
export function binaryReference(
  op: BinaryOperation,
  a: Values,
  b: Values,
  activation: Activation = identity,
): Float64Array {
  const shape = broadcastShape(a.shape, b.shape);
  return Float64Array.from({ length: elementCount(shape) }, (_, index) => {
    const at = coordinates(index, shape);
    return activate(activation, compute(op, element(a, at), element(b, at)));
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

function coordinates(index: number, shape: Shape): number[] {
  const at: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    at.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return at;
}

/** The element that a tensor shows at these coordinates, aligned at the last axis. */
function element({ shape, values }: Values, at: readonly number[]): number {
  const missing = at.length - shape.length;
  const index = shape.reduce((sum, size, i) => sum * size + (size === 1 ? 0 : at[i + missing]), 0);
  return values[index];
}
