/**
 * The order in which a value's axes are stored: axis `k` of what is stored is the axis `order[k]` that
 * ONNX speaks of. An image `[batch, channels, height, width]` that is stored with its channels last has
 * the order `[0, 2, 3, 1]`.
 */
export type Order = readonly number[];

/** Of an image with its channels last, as the runtime has images. */
export const channelsLast: Order = [0, 2, 3, 1];

/** ONNX's own order. */
export function ownOrder(rank: number): Order {
  return Array.from({ length: rank }, (_, axis) => axis);
}

export function sameOrder(a: Order, b: Order): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/** What turns one order into another: axis `i` of the result is the stored axis `permutation[i]`. */
export function permutationBetween(from: Order, to: Order): readonly number[] {
  return to.map((axis) => from.indexOf(axis));
}

/** The order of a value whose axes ONNX moves: axis `i` of the result is the axis `permutation[i]`. */
export function movedOrder(order: Order, permutation: readonly number[]): Order {
  return permutationBetween(permutation, order);
}

/** The order of a value whose axes are stored in the same way but for some that are gone. */
export function orderWithout(order: Order, gone: readonly number[]): Order {
  const kept = ownOrder(order.length).filter((axis) => !gone.includes(axis));
  return order.filter((axis) => !gone.includes(axis)).map((axis) => kept.indexOf(axis));
}

/** A list with an item for each of ONNX's axes, in the order that is stored. */
export function stored<T>(list: readonly T[], order: Order): T[] {
  return order.map((axis) => list[axis]);
}
