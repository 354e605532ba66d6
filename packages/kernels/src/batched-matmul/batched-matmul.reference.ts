import { elementCount, type Shape } from '../tensor/tensor.ts';
import { batchedMatmulShape } from './batched-matmul.ts';

interface Matrices {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Products of matrices, each element's place found by its coordinates, in float64. */
export function batchedMatmulReference(a: Matrices, b: Matrices): Float64Array {
  const shape = batchedMatmulShape(a.shape, b.shape);
  const inner = a.shape[a.shape.length - 1];
  return Float64Array.from({ length: elementCount(shape) }, (_, index) => {
    const at = coordinatesOf(index, shape);
    const [row, column] = at.slice(-2);
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      sum += element(a, [...at.slice(0, -2), row, k]) * element(b, [...at.slice(0, -2), k, column]);
    }
    return sum;
  });
}

function coordinatesOf(index: number, shape: Shape): number[] {
  const at: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    at.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return at;
}

/** The element at the last of these coordinates; those along axes of size 1 are 0. */
function element({ shape, values }: Matrices, at: readonly number[]): number {
  const own = at.slice(at.length - shape.length);
  return values[shape.reduce((index, size, i) => index * size + (size === 1 ? 0 : own[i]), 0)];
}
