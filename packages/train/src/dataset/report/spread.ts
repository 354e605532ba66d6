/** How numbers lie: their least, some quantiles and their largest. */
export interface Spread {
  readonly count: number;
  readonly min: number;
  /** A tenth of them is below. */
  readonly low: number;
  readonly median: number;
  /** A tenth of them is above. */
  readonly high: number;
  readonly max: number;
}

/** @returns nothing of no numbers */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = ascending(values);
  return {
    count: sorted.length,
    min: sorted[0],
    low: quantile(sorted, 0.1),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.9),
    max: sorted[sorted.length - 1],
  };
}

/** The middle of some numbers, one at least. */
export function medianOf(values: readonly number[]): number {
  return quantile(ascending(values), 0.5);
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Between two values in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  return below + (place % 1) * (sorted[Math.ceil(place)] - below);
}

/** From the lowest to the highest tenth. */
export function width({ low, high }: Spread): number {
  return high - low;
}
