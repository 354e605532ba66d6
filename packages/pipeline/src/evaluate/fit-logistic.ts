import type { LogisticFit } from '../calibration/calibration.ts';

/** A distance, and how many pairs have it. */
export interface Weighted {
  readonly distance: number;
  readonly count: number;
}

/** Newton's method on a convex function of two numbers: it has come to rest long before. */
const mostSteps = 100;

/**
 * Fits the logarithm of how much likelier a distance is for one person than for two, as a line: logistic regression in
 * which both kinds of pairs weigh the same, whatever their numbers (Brümmer and du Preez 2006). Targets are Platt's
 * (1999), a little within 0 and 1, so that kinds that don't overlap have a fit, too. As likelihoods of what never
 * happened are unknown, the ratio is held within the numbers of pairs.
 *
 * @param mated finite distances of one person's pairs, one at least
 * @param nonMated the same of two people's
 * @param prior above 0, below 1
 */
export function fitLogistic(
  mated: readonly Weighted[],
  nonMated: readonly Weighted[],
  prior: number,
): LogisticFit {
  const [same, different] = [mated, nonMated].map((own) =>
    own.reduce((sum, { count }) => sum + count, 0),
  );
  const rows = [
    ...mated.map(({ distance, count }) => {
      return { distance, weight: count / same, target: (same + 1) / (same + 2) };
    }),
    ...nonMated.map(({ distance, count }) => {
      return { distance, weight: count / different, target: 1 / (different + 2) };
    }),
  ];
  const loss = (intercept: number, slope: number) =>
    rows.reduce((sum, { distance, weight, target }) => {
      const z = intercept - slope * distance;
      // log(1 + e^z) − target · z, without overflow.
      return sum + weight * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target * z);
    }, 0);
  let [intercept, slope] = [0, 0];
  let now = loss(intercept, slope);
  for (let step = 0; step < mostSteps; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12];
    for (const { distance, weight, target } of rows) {
      const p = 1 / (1 + Math.exp(slope * distance - intercept));
      const [error, curve] = [weight * (p - target), weight * p * (1 - p)];
      g0 += error;
      g1 -= error * distance;
      h00 += curve;
      h01 -= curve * distance;
      h11 += curve * distance ** 2;
    }
    const determinant = h00 * h11 - h01 ** 2;
    if (!(determinant > 0)) break;
    const d0 = (h11 * g0 - h01 * g1) / determinant;
    const d1 = (h00 * g1 - h01 * g0) / determinant;
    let share = 1;
    let next = loss(intercept - d0, slope - d1);
    // A step that is too long is halved until it leads down.
    while (next > now && share > 1e-6) {
      share /= 2;
      next = loss(intercept - share * d0, slope - share * d1);
    }
    if (!(now - next > 1e-12)) break;
    intercept -= share * d0;
    slope -= share * d1;
    now = next;
  }
  // A larger distance never speaks for one person: where it seems to, distances say nothing.
  if (!(slope > 0)) [intercept, slope] = [0, 0];
  return {
    method: 'logistic',
    prior,
    intercept,
    slope,
    least: -Math.log(same + 1),
    most: Math.log(different + 1),
  };
}
