import { elementCount, type Shape } from '../tensor/tensor.ts';

/** Row-major arrays joined along an axis, counted from the front. */
export function concatReference(
  inputs: readonly { readonly shape: Shape; readonly values: Float64Array }[],
  axis: number,
): Float64Array {
  const outer = elementCount((inputs[0]?.shape ?? []).slice(0, axis));
  const joined: number[] = [];
  for (let i = 0; i < outer; i++) {
    for (const { shape, values } of inputs) {
      const run = elementCount(shape.slice(axis));
      for (let j = 0; j < run; j++) joined.push(values[i * run + j]);
    }
  }
  return Float64Array.from(joined);
}
