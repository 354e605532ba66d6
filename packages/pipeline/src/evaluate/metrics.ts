/** A pair of photos: whether they show one person, and how far apart their descriptors are. */
export interface MeasuredPair {
  readonly same: boolean;
  /** Infinity where a face was missed. */
  readonly distance: number;
}

/** How well distances tell people apart. */
export interface Metrics {
  /** Share of pairs that the threshold decides rightly: one person below it, two from it on. */
  readonly accuracy: number;
  /** The best threshold in hindsight. */
  readonly best: { readonly accuracy: number; readonly threshold: number };
  /** Area under the ROC curve: how often a pair of one person is nearer than a pair of two. */
  readonly auc: number;
  /**
   * Share of one person's pairs that are accepted where this share of two people's is, at most: see
   * {@link pairsToMeasure} for how many of those it takes to tell. Nothing without pairs of two people.
   */
  readonly tar?: ByRate<number>;
}

/** False accept rates at which true ones are told, as names. */
export const falseAcceptRates = ['0.01', '0.001'] as const;

/** A value at each of them. */
export type ByRate<T> = Readonly<Record<(typeof falseAcceptRates)[number], T>>;

/**
 * How many pairs of two people it takes to measure what is accepted at a false accept rate: with fewer, none of theirs
 * may be accepted, which is another rate.
 */
export function pairsToMeasure(far: number): number {
  return Math.ceil(1 / far - 1e-9);
}

/** A point of the ROC curve. */
export interface RocPoint {
  /** False accept rate: share of two people's pairs below the threshold. */
  readonly far: number;
  /** True accept rate: share of one person's pairs below it. */
  readonly tar: number;
}

export function measure(pairs: readonly MeasuredPair[], threshold: number): Metrics {
  return {
    accuracy: accuracyAt(pairs, threshold),
    best: bestThreshold(pairs),
    auc: areaUnderCurve(pairs),
    ...(pairs.some(({ same }) => !same) && {
      tar: { '0.01': tarAtFar(pairs, 0.01), '0.001': tarAtFar(pairs, 0.001) },
    }),
  };
}

export function accuracyAt(pairs: readonly MeasuredPair[], threshold: number): number {
  const right = pairs.filter(({ same, distance }) => distance < threshold === same);
  return share(right.length, pairs.length);
}

/** The threshold with the most right decisions: in the middle of the gap in which it lies. */
export function bestThreshold(pairs: readonly MeasuredPair[]): Metrics['best'] {
  const steps = stepsOf(pairs).filter(({ distance }) => Number.isFinite(distance));
  const [nearest] = steps;
  const apart = pairs.filter(({ same }) => !same).length;
  let best = { right: apart, threshold: (nearest?.distance ?? 0) / 2 };
  for (const [i, { distance, same, different }] of steps.entries()) {
    const right = same + apart - different;
    if (right <= best.right) continue;
    const next = steps.at(i + 1);
    best = { right, threshold: next ? (distance + next.distance) / 2 : distance + 1e-6 };
  }
  return { accuracy: share(best.right, pairs.length), threshold: best.threshold };
}

/**
 * The chance that a pair of one person is nearer than a pair of two people; equal distances count
 * half (the Mann–Whitney statistic).
 */
function areaUnderCurve(pairs: readonly MeasuredPair[]): number {
  let wins = 0;
  let before = { same: 0, different: 0 };
  for (const step of stepsOf(pairs)) {
    wins += (step.different - before.different) * (before.same + step.same) * 0.5;
    before = step;
  }
  return share(wins, before.same * before.different);
}

/** The true accept rate at the largest threshold that keeps the false accept rate at `far` or below. */
function tarAtFar(pairs: readonly MeasuredPair[], far: number): number {
  const different = distancesOf(pairs, false);
  const allowed = Math.floor(far * different.length + 1e-9);
  // Everything below the first distance that is one too many may be accepted.
  const threshold = different[allowed] ?? Number.POSITIVE_INFINITY;
  const same = distancesOf(pairs, true);
  return share(same.filter((distance) => distance < threshold).length, same.length);
}

/** The ROC curve from (0, 0) on, a point for each distance. */
export function rocCurve(pairs: readonly MeasuredPair[]): RocPoint[] {
  const [same, different] = [true, false].map((one) => pairs.filter((pair) => pair.same === one));
  const points = stepsOf(pairs)
    .filter(({ distance }) => Number.isFinite(distance))
    .map((step) => ({
      far: share(step.different, different.length),
      tar: share(step.same, same.length),
    }));
  return [{ far: 0, tar: 0 }, ...points];
}

/** Pairs of one person and of two that are no farther apart than a distance. */
interface Step {
  readonly distance: number;
  readonly same: number;
  readonly different: number;
}

/** A step for each distance that there is, the nearest first. */
function stepsOf(pairs: readonly MeasuredPair[]): Step[] {
  const steps: Step[] = [];
  let [same, different] = [0, 0];
  for (const pair of [...pairs].sort((a, b) => compareDistances(a.distance, b.distance))) {
    if (pair.same) same++;
    else different++;
    const { distance } = pair;
    if (steps.at(-1)?.distance === distance) steps.pop();
    steps.push({ distance, same, different });
  }
  return steps;
}

function distancesOf(pairs: readonly MeasuredPair[], same: boolean): number[] {
  return pairs
    .filter((pair) => pair.same === same)
    .map(({ distance }) => distance)
    .sort(compareDistances);
}

function compareDistances(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}
