import { elementCount, type Shape } from '../tensor/tensor.ts';

/** The k largest or smallest along an axis, counted from the front, and their places; NaN last. */
export function topKAlongReference(
  input: Float64Array,
  shape: Shape,
  k: number,
  axis: number,
  largest: boolean,
): { values: Float64Array; indices: Float64Array } {
  const inner = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  const values = new Float64Array(outer * k * inner);
  const indices = new Float64Array(values.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (place: number) => input[(o * shape[axis] + place) * inner + i];
      const key = (place: number) => {
        const value = largest ? -at(place) : at(place);
        return Number.isNaN(value) ? Infinity : value;
      };
      const places = Array.from({ length: shape[axis] }, (_, place) => place);
      const sorted = places.sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
      sorted.slice(0, k).forEach((place, rank) => {
        values[(o * k + rank) * inner + i] = at(place);
        indices[(o * k + rank) * inner + i] = place;
      });
    }
  }
  return { values, indices };
}
