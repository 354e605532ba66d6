import type { DistanceMetric } from '@facegpu/kernels';
import { lengthOf } from './exact-distance.ts';
import type { Loss } from './segments.ts';

/** How far a distance that the GPU computed may be from that in float64. */
export interface Bounds {
  /** The least that a distance can be which the GPU has computed as this. */
  least(computed: number): number;
  /** The most that the GPU can compute of this distance. */
  most(distance: number): number;
}

/** Lengths of an index' vectors. */
export interface Lengths {
  readonly longest: number;
  /** Of those that are not zero. */
  readonly shortest: number;
}

/** What f32 rounds by, at most, relative to a number. */
const rounding = 2 ** -24;
/** What squares that are too small for f32 lose, all together. */
const tiniest = 2 ** -110;
/** Vectors at least so long have squares that f32 keeps. */
const leastLength = 2 ** -40;

/**
 * The bounds for a query. Sums of n numbers, added one after the other, are off by n roundings of the sum of
 * their magnitudes at most (Higham, "Accuracy and Stability of Numerical Algorithms", 3.1); what is lost of
 * the vectors in a shorter format moves them by as much as was measured.
 */
export function boundsOf(
  metric: DistanceMetric,
  query: Float32Array,
  { longest, shortest }: Lengths,
  loss: Loss,
): Bounds {
  const share = (query.length + 32) * rounding;
  const length = lengthOf(query);
  // A vector that was stored shorter is multiplied by its scale again, in f32.
  const moved = loss.distance > 0 ? loss.distance + longest * 8 * rounding : 0;
  if (metric === 'squaredEuclidean') {
    return {
      least: (computed) => {
        const near = Math.sqrt(Math.max(0, computed * (1 - share) - tiniest)) - moved;
        return Math.max(0, near) ** 2;
      },
      most: (distance) =>
        distance < 0 ? distance : (Math.sqrt(distance) + moved) ** 2 * (1 + share) + tiniest,
    };
  }
  const turned = loss.turn > 0 ? loss.turn + 8 * rounding : 0;
  const isTiny = Math.min(shortest, length) < leastLength;
  const off = {
    innerProduct: length * (longest * 2 * share + moved) + tiniest,
    // Of vectors that f32 can't measure, anything may have been computed.
    cosine: isTiny ? Number.POSITIVE_INFINITY : 4 * share + turned,
  }[metric];
  return { least: (computed) => computed - off, most: (distance) => distance + off };
}

/** The least f32 that is not below a number. */
export function roundUp(value: number): number {
  const rounded = Math.fround(value);
  if (rounded >= value) return rounded;
  return Math.fround(value + Math.abs(value) * 2 ** -23 + 2 ** -149);
}
