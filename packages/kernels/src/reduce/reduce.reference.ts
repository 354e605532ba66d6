import type { Shape } from '../tensor/tensor.ts';
import type { ReduceName } from './reduce.ts';

/** Lines along axes, counted from the front, each through an operation, in float64. */
export function reduceReference(
  op: ReduceName,
  input: Float64Array,
  shape: Shape,
  axes: readonly number[],
): Float64Array {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const lines: number[][] = Array.from({ length: kept.reduce((a, b) => a * b, 1) }, () => []);
  input.forEach((value, index) => {
    let rest = index;
    let line = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      line += (kept[axis] === 1 ? 0 : rest % shape[axis]) * stride;
      rest = Math.floor(rest / shape[axis]);
      stride *= kept[axis];
    }
    lines[line].push(value);
  });
  return Float64Array.from(lines, operations[op]);
}

const sum = (line: readonly number[]) => line.reduce((a, b) => a + b, 0);

const operations: Readonly<Record<ReduceName, (line: readonly number[]) => number>> = {
  l1: (line) => sum(line.map(Math.abs)),
  l2: (line) => Math.hypot(...line),
  logSum: (line) => Math.log(sum(line)),
  logSumExp: (line) => {
    const shift = Math.max(...line.filter(Number.isFinite), 0);
    return shift + Math.log(sum(line.map((x) => Math.exp(x - shift))));
  },
  max: (line) => Math.max(...line),
  mean: (line) => sum(line) / line.length,
  min: (line) => Math.min(...line),
  prod: (line) => line.reduce((a, b) => a * b, 1),
  sum,
  sumSquare: (line) => sum(line.map((x) => x * x)),
};
