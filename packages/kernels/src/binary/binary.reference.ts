import { type Activation, activate, identity } from '../shader/activation.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';
import { broadcastShape } from './broadcast.ts';

/** Names of the operations. */
export type BinaryName =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'prelu'
  | 'min'
  | 'max'
  | 'pow'
  | 'mod'
  | 'remainder'
  | 'equal'
  | 'less'
  | 'lessOrEqual'
  | 'greater'
  | 'greaterOrEqual'
  | 'and'
  | 'or'
  | 'xor';

interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Each element of the broadcast shape from its two operands, in float64. */
export function binaryReference(
  op: BinaryName,
  a: Values,
  b: Values,
  activation: Activation = identity,
): Float64Array {
  const shape = broadcastShape(a.shape, b.shape);
  return Float64Array.from({ length: elementCount(shape) }, (_, index) => {
    const at = coordinates(index, shape);
    return activate(activation, Number(operations[op](element(a, at), element(b, at))));
  });
}

const operations: Readonly<Record<BinaryName, (a: number, b: number) => number | boolean>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  prelu: (a, b) => (a < 0 ? a * b : a),
  min: Math.min,
  max: Math.max,
  pow: power,
  mod: (a, b) => a - b * Math.floor(a / b),
  remainder: (a, b) => a % b,
  equal: (a, b) => a === b,
  less: (a, b) => a < b,
  lessOrEqual: (a, b) => a <= b,
  greater: (a, b) => a > b,
  greaterOrEqual: (a, b) => a >= b,
  and: (a, b) => a !== 0 && b !== 0,
  or: (a, b) => a !== 0 || b !== 0,
  xor: (a, b) => (a !== 0) !== (b !== 0),
};

/** As IEEE 754 has it: in JavaScript 1 to the power of NaN, and 1 or -1 to that of infinity, are NaN. */
function power(a: number, b: number): number {
  const isOne = a === 1 || (a === -1 && Math.abs(b) === Infinity);
  return isOne ? 1 : a ** b;
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
