import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { ScatterReduction } from './scatter.ts';

interface Values {
  readonly shape: Shape;
  readonly values: Float64Array;
}

interface Scatter {
  readonly input: Values;
  readonly indices: Values;
  readonly updates: Values;
  readonly reduction: ScatterReduction;
}

/** A row-major array with updates along an axis, counted from the front. */
export function scatterElementsReference(
  { input, indices, updates, reduction }: Scatter,
  axis: number,
): Float64Array {
  const output = input.values.slice();
  indices.values.forEach((index, place) => {
    let rest = place;
    let stride = 1;
    let target = 0;
    for (let i = input.shape.length - 1; i >= 0; i--) {
      const size = input.shape[i];
      let at = rest % indices.shape[i];
      rest = Math.floor(rest / indices.shape[i]);
      if (i === axis) at = index < 0 ? index + size : index;
      if (at < 0 || at >= size) return;
      target += at * stride;
      stride *= size;
    }
    const update = updates.values[updates.shape.length === 0 ? 0 : place];
    output[target] = combine(reduction, output[target], update);
  });
  return output;
}

/** A row-major array with the rows that tuples of indices name updated. */
export function scatterNdReference({ input, indices, updates, reduction }: Scatter): Float64Array {
  const output = input.values.slice();
  const depth = indices.shape[indices.shape.length - 1];
  const row = elementCount(input.shape.slice(depth));
  for (let i = 0; i < indices.values.length / depth; i++) {
    let target = 0;
    let isInside = true;
    for (let k = 0; k < depth; k++) {
      const size = input.shape[k];
      const given = indices.values[i * depth + k];
      const index = given < 0 ? given + size : given;
      isInside &&= index >= 0 && index < size;
      target = target * size + index;
    }
    for (let j = 0; isInside && j < row; j++) {
      const at = target * row + j;
      output[at] = combine(reduction, output[at], updates.values[i * row + j]);
    }
  }
  return output;
}

function combine(reduction: ScatterReduction, a: number, b: number): number {
  switch (reduction) {
    case 'replace':
      return b;
    case 'add':
      return a + b;
    case 'mul':
      return a * b;
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
  }
}
