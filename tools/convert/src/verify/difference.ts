/**
 * The largest difference, relative to the largest magnitude that is expected. Infinite where the lengths
 * differ or a value is not a number.
 */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let magnitude = 0;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    magnitude = Math.max(magnitude, Math.abs(expected[i]));
    const here = Math.abs(actual[i] - expected[i]);
    if (!(here <= difference)) difference = Number.isNaN(here) ? Number.POSITIVE_INFINITY : here;
  }
  return difference === 0 ? 0 : difference / magnitude;
}
