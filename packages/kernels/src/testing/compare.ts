import type { Shape } from '../tensor/tensor.ts';

/** How far a result may lie from its reference. */
export interface Tolerance {
  /** A share of the largest magnitude in the reference. */
  readonly relative: number;
  /** Compare each element with a share of its own magnitude instead, but at least this much. */
  readonly floor?: number;
}

/**
 * Says how `got` differs from `reference` more than the tolerance allows, or `undefined` where it
 * doesn't. NaN and infinity count as differences unless the reference holds the same.
 */
export function difference(
  got: ArrayLike<number>,
  reference: ArrayLike<number>,
  shape: Shape,
  { relative, floor }: Tolerance,
): string | undefined {
  if (got.length !== reference.length) {
    return `${got.length} elements instead of ${reference.length}`;
  }
  let largest = 0;
  for (let i = 0; i < reference.length; i++) {
    if (Number.isFinite(reference[i])) largest = Math.max(largest, Math.abs(reference[i]));
  }
  let worst = -1;
  let worstExcess = 1;
  let wrong = 0;
  for (let i = 0; i < reference.length; i++) {
    const want = reference[i];
    if (Object.is(got[i], want)) continue;
    const allowed =
      floor === undefined ? relative * largest : Math.max(floor, relative * Math.abs(want));
    const distance = Math.abs(got[i] - want);
    const excess = Number.isFinite(distance) ? distance / (allowed || Number.MIN_VALUE) : Infinity;
    if (excess <= 1) continue;
    wrong++;
    if (excess > worstExcess || worst < 0) {
      worst = i;
      worstExcess = excess;
    }
  }
  if (worst < 0) return undefined;
  return (
    `${wrong} of ${reference.length} elements differ; the worst, at [${coordinates(worst, shape)}], ` +
    `is ${got[worst]} instead of ${reference[worst]}, ${worstExcess.toPrecision(3)} times the tolerance`
  );
}

function coordinates(index: number, shape: Shape): string {
  const parts: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    parts.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return parts.join(', ');
}
