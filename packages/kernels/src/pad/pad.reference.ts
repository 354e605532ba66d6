import { elementCount, type Shape } from '../tensor/tensor.ts';
import type { PadAttributes } from './pad.ts';

/** A row-major array with something around it: each output element looks for its input element. */
export function padReference(
  input: Float64Array,
  shape: Shape,
  { before, after, value, mode = 'constant' }: PadAttributes & { readonly value: number },
): Float64Array {
  const padded = shape.map((size, i) => size + before[i] + after[i]);
  return Float64Array.from({ length: elementCount(padded) }, (_, index) => {
    let rest = index;
    let stride = 1;
    let source = 0;
    for (let i = shape.length - 1; i >= 0; i--) {
      const size = shape[i];
      let at = (rest % padded[i]) - before[i];
      if (mode === 'edge') at = Math.min(Math.max(at, 0), size - 1);
      while (mode === 'wrap' && (at < 0 || at >= size)) at += at < 0 ? size : -size;
      while (mode === 'reflect' && (at < 0 || at >= size)) {
        at = size === 1 ? 0 : at < 0 ? -at : 2 * (size - 1) - at;
      }
      if (at < 0 || at >= size) return value;
      rest = Math.floor(rest / padded[i]);
      source += at * stride;
      stride *= size;
    }
    return input[source];
  });
}
