/** What is measured of a face, by the name of what it is. */
export type TermValues = Readonly<Record<string, number>>;

/** Two photos of one person, and whether they were near enough. */
export interface MatedPair {
  readonly faces: readonly [TermValues, TermValues];
  readonly matched: boolean;
}

/** A factor for each term, and `bias`. */
export type FittedWeights = Readonly<Record<string, number>> & { readonly bias: number };

/** It has come to rest long before. */
const mostSteps = 5000;
/** What a step must gain, of the loss. */
const leastGain = 1e-12;

/**
 * Fits what says best which pairs match: that two faces do is as likely as the product of their scores, and a score is
 * the logistic function of a weighted sum. The likelihood is climbed by projected gradients with a line search (Bertsekas
 * 1976) on terms that are brought to mean 0 and deviation 1.
 *
 * @param signs what each term is for: 1 where more of it is better, -1 where it is worse. A weight that would contradict
 *   that becomes 0
 * @returns the weights of the terms as they were given; those of 0 are left out
 */
export function fitQuality(
  pairs: readonly MatedPair[],
  signs: Readonly<Record<string, 1 | -1>>,
): FittedWeights {
  const names = Object.keys(signs);
  const faces = pairs.flatMap((pair) => pair.faces);
  const scales = names.map((name) => {
    const values = faces.map((face) => face[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / values.length) || 1 };
  });
  // The bias is the last of each row.
  const rows = pairs.map(({ faces: own, matched }) => {
    const row = (face: TermValues) => [
      ...names.map((name, k) => (face[name] - scales[k].mean) / scales[k].deviation),
      1,
    ];
    return { a: row(own[0]), b: row(own[1]), matched };
  });
  const allowed = (weights: readonly number[]) =>
    weights.map((weight, k) => {
      const name = names.at(k);
      return name !== undefined && k < names.length && weight * signs[name] < 0 ? 0 : weight;
    });
  let weights = [...names.map(() => 0), 1];
  let now = slopes(rows, weights);
  let pace = 1;
  for (let step = 0; step < mostSteps; step++) {
    const next = allowed(weights.map((weight, k) => weight - pace * now.gradient[k]));
    const then = slopes(rows, next);
    const moved = next.reduce((sum, weight, k) => sum + (weight - weights[k]) ** 2, 0);
    if (then.loss > now.loss - moved / (4 * pace)) {
      if (moved < leastGain) break;
      pace /= 2;
      continue;
    }
    const gain = now.loss - then.loss;
    [weights, now] = [next, then];
    if (gain < leastGain) break;
    pace *= 1.5;
  }
  let bias = weights[names.length];
  const fitted: Record<string, number> = {};
  for (const [k, name] of names.entries()) {
    if (weights[k] === 0) continue;
    const { mean, deviation } = scales[k];
    fitted[name] = weights[k] / deviation;
    bias -= fitted[name] * mean;
  }
  return { bias, ...fitted };
}

/** The mean of the logarithms of how unlikely each pair was held to be. */
export function lossOf(pairs: readonly MatedPair[], scoreOf: (face: TermValues) => number): number {
  const losses = pairs.map(({ faces: [a, b], matched }) => {
    const both = scoreOf(a) * scoreOf(b);
    return -Math.log(Math.max(1e-12, matched ? both : 1 - both));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

interface Row {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly matched: boolean;
}

/** The loss, and how it grows with each weight. */
function slopes(rows: readonly Row[], weights: readonly number[]) {
  const gradient = weights.map(() => 0);
  let loss = 0;
  for (const { a, b, matched } of rows) {
    const [p, q] = [logistic(a, weights), logistic(b, weights)];
    const rest = Math.max(1e-12, 1 - p * q);
    loss -= matched ? Math.log(Math.max(1e-300, p * q)) : Math.log(rest);
    // Of the logarithm of p · q by the sums behind p and q, or of 1 - p · q.
    const share = matched ? -1 : (p * q) / rest;
    for (const k of gradient.keys()) {
      gradient[k] += (share * ((1 - p) * a[k] + (1 - q) * b[k])) / rows.length;
    }
  }
  return { loss: loss / rows.length, gradient };
}

function logistic(row: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-row.reduce((sum, value, k) => sum + value * weights[k], 0)));
}
