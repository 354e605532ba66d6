import type { NetworkBuilder } from '../networks/network-builder.ts';
import { pairwiseDistances, samePerson } from './distances.ts';
import { asNumbers, mean, sum } from './reduce.ts';

export interface BatchLossInputs {
  /** `[count, dimensions]`, each row of length 1. */
  readonly descriptors: string;
  /** `[count]` i32: the number of each row's person. Everybody has two rows at least. */
  readonly people: string;
  readonly count: number;
}

/** A loss, and what tells how training goes: names of single numbers. */
export interface BatchLoss {
  readonly loss: string;
  /** The share of triplets that push, from 0 to 1. */
  readonly active: string;
  /** Mean distance of photos of one person, and of different people. */
  readonly within: string;
  readonly between: string;
}

export interface TripletOptions extends BatchLossInputs {
  /** How much nearer a person's own photos are to be; with nothing, the soft margin `ln(1 + eˣ)`. */
  readonly margin?: number | undefined;
}

/** Farther than anything on the unit sphere. */
const far = 4;

/**
 * Batch-hard triplets (Hermans 2017): of each row the farthest of its own person and the nearest of
 * another.
 */
export function batchHardTriplets(b: NetworkBuilder, options: TripletOptions): BatchLoss {
  const { descriptors, people, count, margin } = options;
  const distances = pairwiseDistances(b, descriptors);
  const same = samePerson(b, people, count);
  const own = b.add('where', [same, distances, b.scalar(0)]);
  const others = b.add('where', [same, b.scalar(far), distances]);
  const positive = b.add('reduceMax', [own], { axes: [1] });
  const negative = b.add('reduceMin', [others], { axes: [1] });
  const excess = b.add('sub', [positive, negative]);
  return {
    ...tripletLoss(b, excess, margin),
    ...meanDistances(b, distances, same, count),
  };
}

/**
 * Semi-hard triplets (Schroff 2015): of each pair of one person the nearest other that is farther than the
 * pair is apart, or the farthest of all where none is. Distances are squared, as in the paper.
 */
export function semiHardTriplets(
  b: NetworkBuilder,
  { margin = 0.2, ...options }: TripletOptions,
): BatchLoss {
  const { descriptors, people, count } = options;
  const distances = pairwiseDistances(b, descriptors);
  const squares = b.add('mul', [distances, distances]);
  const same = samePerson(b, people, count);
  const others = b.add('where', [same, b.scalar(-1), squares]);
  // [anchor, positive, negative]
  const pairs = b.add('reshape', [squares], { shape: [count, count, 1] });
  const candidates = b.add('reshape', [others], { shape: [count, 1, count] });
  const isFarther = b.add('greater', [candidates, pairs]);
  const farther = b.add('where', [isFarther, candidates, b.scalar(far * far)]);
  const nearest = b.add('reduceMin', [farther], { axes: [2], keepDims: false });
  const farthest = b.add('reduceMax', [others], { axes: [1] });
  const hasFarther = b.add('less', [nearest, b.scalar(far * far)]);
  const negative = b.add('where', [hasFarther, nearest, farthest]);
  const excess = b.add('add', [b.add('sub', [squares, negative]), b.scalar(margin)]);
  const isPair = b.add('sub', [asNumbers(b, same), identityMatrix(b, count)]);
  const pushes = b.add('mul', [b.add('relu', [excess]), isPair]);
  const activePairs = b.add('mul', [asNumbers(b, b.add('greater', [excess, b.scalar(0)])), isPair]);
  const pairCount = sum(b, isPair);
  return {
    loss: b.add('div', [sum(b, pushes), pairCount]),
    active: b.add('div', [sum(b, activePairs), pairCount]),
    ...meanDistances(b, distances, same, count),
  };
}

/**
 * Triplets as they were drawn: what mining is compared with.
 *
 * @param triplets `[rows, 3]` i32: anchor, positive and negative, as numbers of rows
 */
export function givenTriplets(
  b: NetworkBuilder,
  { triplets, ...options }: TripletOptions & { readonly triplets: string },
): BatchLoss {
  const { descriptors, people, count, margin } = options;
  const distances = pairwiseDistances(b, descriptors);
  const same = samePerson(b, people, count);
  const flat = b.add('reshape', [distances], { shape: [count * count] });
  const column = (from: number) => {
    return b.add('slice', [triplets], { starts: [from], ends: [from + 1], axes: [1] });
  };
  const anchors = b.add('mul', [column(0), b.constant('rows', [], [count], 'i32')]);
  const distanceTo = (other: number) => {
    return b.add('gather', [flat, b.add('add', [anchors, column(other)])]);
  };
  const excess = b.add('sub', [distanceTo(1), distanceTo(2)]);
  return { ...tripletLoss(b, excess, margin), ...meanDistances(b, distances, same, count) };
}

/** The mean of what each triplet lacks; without a margin those count as active whose negative is nearer. */
function tripletLoss(b: NetworkBuilder, excess: string, margin: number | undefined) {
  const lack = margin === undefined ? excess : b.add('add', [excess, b.scalar(margin)]);
  const pushes = margin === undefined ? b.add('softplus', [lack]) : b.add('relu', [lack]);
  const isActive = b.add('greater', [lack, b.scalar(0)]);
  return { loss: mean(b, pushes), active: mean(b, asNumbers(b, isActive)) };
}

/** The mean distances within and between people. */
export function meanDistances(b: NetworkBuilder, distances: string, same: string, count: number) {
  const isSame = asNumbers(b, same);
  const isPair = b.add('sub', [isSame, identityMatrix(b, count)]);
  const isOther = b.add('sub', [b.scalar(1), isSame]);
  const meanOf = (weights: string) => {
    return b.add('div', [sum(b, b.add('mul', [distances, weights])), sum(b, weights)]);
  };
  return { within: meanOf(isPair), between: meanOf(isOther) };
}

function identityMatrix(b: NetworkBuilder, count: number): string {
  const values = Float32Array.from({ length: count * count }, (_, i) => {
    return Number(i % (count + 1) === 0);
  });
  return b.constant('identity', [count, count], values);
}
