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
  /** Share of one person's pairs that are accepted where this share of two people's is, at most. */
  readonly tar: { readonly '0.01': number; readonly '0.001': number };
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
    tar: { '0.01': tarAtFar(pairs, 0.01), '0.001': tarAtFar(pairs, 0.001) },
  };
}

export function accuracyAt(pairs: readonly MeasuredPair[], threshold: number): number {
  const right = pairs.filter(({ same, distance }) => distance < threshold === same);
  return share(right.length, pairs.length);
}

/** The threshold with the most right decisions: in the middle of the gap in which it lies. */
function bestThreshold(pairs: readonly MeasuredPair[]): { accuracy: number; threshold: number } {
  const finite = pairs.map(({ distance }) => distance).filter(Number.isFinite);
  const values = [...new Set(finite)].sort((a, b) => a - b);
  const [nearest = 0] = values;
  const gaps = values.map((value, i) =>
    i + 1 < values.length ? (value + values[i + 1]) / 2 : value + 1e-6,
  );
  return [nearest / 2, ...gaps]
    .map((threshold) => ({ accuracy: accuracyAt(pairs, threshold), threshold }))
    .reduce((best, next) => (next.accuracy > best.accuracy ? next : best));
}

/**
 * The chance that a pair of one person is nearer than a pair of two people; equal distances count
 * half (the Mann–Whitney statistic).
 */
function areaUnderCurve(pairs: readonly MeasuredPair[]): number {
  const sorted = [...pairs].sort((a, b) => compareDistances(a.distance, b.distance));
  let wins = 0;
  let sameBefore = 0;
  for (let i = 0; i < sorted.length; ) {
    let same = 0;
    let different = 0;
    const { distance } = sorted[i];
    for (; i < sorted.length && sorted[i].distance === distance; i++) {
      if (sorted[i].same) same++;
      else different++;
    }
    wins += different * (sameBefore + same / 2);
    sameBefore += same;
  }
  const total = sameBefore * (pairs.length - sameBefore);
  return share(wins, total);
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
  const same = distancesOf(pairs, true);
  const different = distancesOf(pairs, false);
  const thresholds = [...new Set([...same, ...different])].filter(Number.isFinite);
  const upTo = (distances: readonly number[], threshold: number) =>
    share(distances.filter((distance) => distance <= threshold).length, distances.length);
  const points = thresholds
    .sort((a, b) => a - b)
    .map((threshold) => ({ far: upTo(different, threshold), tar: upTo(same, threshold) }));
  return [{ far: 0, tar: 0 }, ...points];
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
