import type { OnnxContext } from '../operator.ts';
import { type Order, stored } from '../order.ts';
import type { OnnxValue } from '../value.ts';

/** The size of an axis: a number, or that of an axis of what is viewed, as it is stored. */
export type ViewSize = number | { readonly axis: number };

/**
 * The same stored elements under other axes.
 *
 * @param sizes of the axes as they are stored
 * @param order of the result
 */
export function view(
  context: OnnxContext,
  value: OnnxValue,
  sizes: readonly ViewSize[],
  order: Order,
): OnnxValue {
  const storedSizes = stored(value.shape, value.order);
  const known = sizes.map((size) => (typeof size === 'number' ? size : storedSizes[size.axis]));
  const unknown = known.filter((size) => size === undefined).length;
  if (unknown <= 1) {
    const shape = known.map((size) => size ?? -1);
    return context.node('reshape', [value.name], { shape }, order);
  }
  // Several sizes that are known only when the graph is compiled: its nodes compute the shape.
  const all = context.node('shape', [value.name]).name;
  const parts = sizes.map((size, i) => {
    const number = known[i];
    if (number !== undefined) return context.constant([1], [number], 'i32').name;
    const { axis } = size as { axis: number };
    return context.node('slice', [all], { starts: [axis], ends: [axis + 1] }).name;
  });
  const shape = context.node('concat', parts, { axis: 0 }).name;
  return context.node('reshape', [value.name, shape], {}, order);
}
