/** Bounds between which a value lies with a confidence of 95 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The two-sided 95 % quantile of the normal distribution. */
const z = 1.959964;

/**
 * The 95 % interval of a share of independent trials (Wilson 1927), which stays within 0 and 1, and says something
 * where all trials came out alike.
 */
export function wilson(count: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = count / trials;
  const centre = share + z ** 2 / (2 * trials);
  const margin = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return {
    low: count === 0 ? 0 : (centre - margin) / scale,
    high: count === trials ? 1 : (centre + margin) / scale,
  };
}
