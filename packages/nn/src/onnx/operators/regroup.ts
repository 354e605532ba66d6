import { elementCount, type Shape } from '@facegpu/kernels';
import type { OnnxContext } from '../operator.ts';
import type { Order } from '../order.ts';
import type { OnnxValue } from '../value.ts';

/** Neighbouring axes of a shape, and those of another shape that have the same elements in the same order. */
interface Group {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * A reshape that leaves axes where they are stored as far as it can: those that are split up or joined
 * must lie side by side, all others need not move. So the channels of an image that is stored with them last
 * are split into groups in place.
 *
 * @param shape of the result, in ONNX's order
 */
export function regrouped(context: OnnxContext, value: OnnxValue, shape: Shape): OnnxValue {
  const groups = groupsOf(context.shape(value), shape);
  const stored: Group[] = [];
  for (const axis of value.order) {
    const group = groups.find(({ from }) => from.includes(axis));
    if (group && !stored.includes(group)) stored.push(group);
  }
  // Axes of size 1 that come out of nothing.
  stored.push(...groups.filter((group) => !stored.includes(group)));
  const name = context.ordered(
    value,
    stored.flatMap(({ from }) => from),
  );
  const order: Order = stored.flatMap(({ to }) => to);
  const sizes = order.map((axis) => shape[axis]);
  return context.node('reshape', [name], { shape: sizes, allowZero: true }, order);
}

/** The smallest groups of axes in which two shapes of as many elements have the same. */
function groupsOf(from: Shape, to: Shape): readonly Group[] {
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const [firstFrom, firstTo] = [i, j];
    let a = i < from.length ? from[i++] : 1;
    let b = j < to.length ? to[j++] : 1;
    // Both have as many elements: whoever has fewer so far has axes left.
    while (a !== b) {
      if (a < b) a *= from[i++];
      else b *= to[j++];
    }
    groups.push({ from: range(firstFrom, i), to: range(firstTo, j) });
  }
  return groups;
}

function range(begin: number, end: number): number[] {
  return Array.from({ length: end - begin }, (_, i) => begin + i);
}

/**
 * The shape that a reshape says, where all sizes are known and fit.
 *
 * @param given sizes, among them a 0 for the size at its place unless zeros are allowed, and a -1 for the rest
 */
export function knownShape(
  { shape }: OnnxValue,
  given: readonly number[],
  allowZero: boolean,
): Shape | undefined {
  const known = shape.filter((size) => size !== undefined);
  if (known.length < shape.length || elementCount(known) === 0) return undefined;
  const sizes = given.map((size, axis) => (size === 0 && !allowZero ? (known[axis] ?? 0) : size));
  const rest = elementCount(sizes.filter((size) => size !== -1));
  const whole = sizes.map((size) => (size === -1 ? elementCount(known) / rest : size));
  const fits = whole.every((size) => Number.isSafeInteger(size) && size > 0);
  return fits && elementCount(whole) === elementCount(known) ? whole : undefined;
}
