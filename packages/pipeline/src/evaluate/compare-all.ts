import type { Metric } from '../match/metric.ts';
import { DistanceHistogram } from './distance-histogram.ts';
import type { Tally } from './resample.ts';

/** A photo of a person, as far as recognition goes. */
export interface Template {
  /** Number of the person, from 0. */
  readonly person: number;
  /** Nothing where no face was found. */
  readonly descriptor: ArrayLike<number> | null;
}

/** What the distances between all photos of some people tell. */
export interface AllPairs {
  readonly people: number;
  /** Distances of pairs that show one person, for each; infinite where a face was missed. */
  readonly mated: readonly Float64Array[];
  /** Distances of pairs that show two people. */
  readonly nonMated: DistanceHistogram;
  /**
   * How many of each person's pairs with somebody else are below each of the thresholds that were asked
   * for: `[threshold][person]`. A pair counts for both.
   */
  readonly falseMatches: readonly (readonly Tally[])[];
  /**
   * Of each photo whose person has others: how many other people have a photo nearer than the nearest of
   * those, up to `mostRivals`.
   */
  readonly rivals: Uint8Array;
}

/** Rivals are counted up to here: what is not among the nearest five is lost. */
export const mostRivals = 5;

/**
 * Compares every photo with every other one, on the processor: 4,000 photos of 512 numbers are 8 million
 * pairs and take some 5 seconds. Distances are counted as they come, so that what it holds grows with
 * the photos and with the pairs of one person, not with all pairs.
 *
 * @param thresholds at which false matches are counted
 */
export function compareAll(
  templates: readonly Template[],
  metric: Metric,
  thresholds: readonly number[] = [],
): AllPairs {
  const people = templates.reduce((most, { person }) => Math.max(most, person + 1), 0);
  const photos = templates.length;
  const distance = distancesOf(templates, metric);
  const nonMated = new DistanceHistogram();
  const falseMatches = thresholds.map(() => {
    return Array.from({ length: people }, (): Tally => ({ accepted: 0, pairs: 0 }));
  });

  const mated = Array.from({ length: people }, (): number[] => []);
  /** The nearest photo of the same person, for each. */
  const nearest = new Float64Array(photos).fill(Number.POSITIVE_INFINITY);
  const members = membersOf(templates, people);
  for (const [person, own] of members.entries()) {
    for (const [k, i] of own.entries()) {
      for (const j of own.slice(k + 1)) {
        const apart = distance(i, j);
        mated[person].push(apart);
        nearest[i] = Math.min(nearest[i], apart);
        nearest[j] = Math.min(nearest[j], apart);
      }
    }
  }

  /** The people who were found to be nearer to a photo than its own. */
  const nearer = Array.from({ length: photos }, () => new Set<number>());
  const compete = (photo: number, person: number, apart: number) => {
    if (apart < nearest[photo] && nearer[photo].size < mostRivals) nearer[photo].add(person);
  };
  const largest = Math.max(...thresholds);
  for (let i = 0; i < photos; i++) {
    const { person } = templates[i];
    for (let j = i + 1; j < photos; j++) {
      const other = templates[j].person;
      if (other === person) continue;
      const apart = distance(i, j);
      nonMated.add(apart);
      compete(i, other, apart);
      compete(j, person, apart);
      if (!(apart < largest)) continue;
      for (const [t, threshold] of thresholds.entries()) {
        if (!(apart < threshold)) continue;
        falseMatches[t][person].accepted++;
        falseMatches[t][other].accepted++;
      }
    }
  }
  for (const tallies of falseMatches) {
    for (const [person, tally] of tallies.entries()) {
      const own = members[person].length;
      tally.pairs = own * (photos - own);
    }
  }

  const probes = templates.flatMap(({ person }, i) => (members[person].length > 1 ? [i] : []));
  const rivals = Uint8Array.from(probes, (i) => {
    return Number.isFinite(nearest[i]) ? nearer[i].size : mostRivals;
  });
  return {
    people,
    mated: mated.map((own) => Float64Array.from(own)),
    nonMated,
    falseMatches,
    rivals,
  };
}

/** The photos of each person. */
function membersOf(templates: readonly Template[], people: number): number[][] {
  const members = Array.from({ length: people }, (): number[] => []);
  for (const [i, { person }] of templates.entries()) members[person].push(i);
  return members;
}

/** The distance of two photos by their numbers: infinite where a face was missed. */
export function distancesOf(
  templates: readonly Template[],
  metric: Metric,
): (i: number, j: number) => number {
  const dimensions = templates.find(({ descriptor }) => descriptor)?.descriptor?.length ?? 0;
  const vectors = new Float32Array(templates.length * dimensions);
  const found = templates.map(({ descriptor }, i) => {
    if (!descriptor) return false;
    const length = metric === 'cosine' ? lengthOf(descriptor) || 1 : 1;
    for (let k = 0; k < dimensions; k++) vectors[i * dimensions + k] = descriptor[k] / length;
    return true;
  });
  const apart = metric === 'cosine' ? oneMinusProduct : lengthOfDifference;
  return (i, j) => {
    if (!found[i] || !found[j]) return Number.POSITIVE_INFINITY;
    return apart(vectors, i * dimensions, j * dimensions, dimensions);
  };
}

function lengthOf(vector: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < vector.length; k++) squares += vector[k] ** 2;
  return Math.sqrt(squares);
}

/** Four sums at a time: one alone would wait for each of its additions. */
function oneMinusProduct(vectors: Float32Array, a: number, b: number, count: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    s0 += vectors[a + k] * vectors[b + k];
    s1 += vectors[a + k + 1] * vectors[b + k + 1];
    s2 += vectors[a + k + 2] * vectors[b + k + 2];
    s3 += vectors[a + k + 3] * vectors[b + k + 3];
  }
  for (; k < count; k++) s0 += vectors[a + k] * vectors[b + k];
  return Math.max(0, 1 - (s0 + s1 + s2 + s3));
}

function lengthOfDifference(vectors: Float32Array, a: number, b: number, count: number): number {
  let [s0, s1] = [0, 0];
  let k = 0;
  for (; k + 2 <= count; k += 2) {
    s0 += (vectors[a + k] - vectors[b + k]) ** 2;
    s1 += (vectors[a + k + 1] - vectors[b + k + 1]) ** 2;
  }
  for (; k < count; k++) s0 += (vectors[a + k] - vectors[b + k]) ** 2;
  return Math.sqrt(s0 + s1);
}
