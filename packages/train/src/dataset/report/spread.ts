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
  const sorted = [...values].sort((a, b) => a - b);
  /** Between two values in proportion. */
  const quantile = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (place % 1) * (sorted[Math.ceil(place)] - below);
  };
  return {
    count: sorted.length,
    min: sorted[0],
    low: quantile(0.1),
    median: quantile(0.5),
    high: quantile(0.9),
    max: sorted[sorted.length - 1],
  };
}

/** From the lowest to the highest tenth. */
export function width({ low, high }: Spread): number {
  return high - low;
}
