import type { NetworkBuilder } from '../networks/network-builder.ts';
import { pairwiseDistances, samePerson } from './distances.ts';
import { asNumbers, mean, sum } from './reduce.ts';

export interface BatchLossInputs {
  /** `[count, dimensions]`, of length 1 where only directions count. */
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

export interface TemperedLoss extends BatchLoss {
  /** How much of the loss is of the hardest triplets, from 0 to 1. */
  readonly hardness: string;
}

export interface TripletOptions extends BatchLossInputs {
  /** How much nearer a person's own photos are to be; with nothing, the soft margin `ln(1 + eˣ)`. */
  readonly margin?: number | undefined;
}

export interface SemiHardOptions extends TripletOptions {
  /** The most rows that one person has: as many as there are unless told, which takes that much longer. */
  readonly photos?: number | undefined;
}

/** Farther than descriptors lie apart. */
const far = 1e4;

/** How much nearer a person's own photos are to be, squared, where nothing else is said. */
const semiHardMargin = 0.2;

const hardnessSteps = 256;

/** All pairs of a batch. */
export interface Pairs {
  /** `[count, count]`. */
  readonly distances: string;
  /** `[count, count]` bool, see `samePerson`. */
  readonly same: string;
  /** `[count, count]` f32: 1 for pairs of one person, but not of a row with itself, else 0. */
  readonly matching: string;
  readonly count: number;
}

export function pairsOf(b: NetworkBuilder, { descriptors, people, count }: BatchLossInputs): Pairs {
  const distances = pairwiseDistances(b, descriptors);
  const same = samePerson(b, people, count);
  const identity = Float32Array.from({ length: count * count }, (_, i) => {
    return Number(i % (count + 1) === 0);
  });
  const itself = b.constant('identity', [count, count], identity);
  return { distances, same, matching: b.add('sub', [asNumbers(b, same), itself]), count };
}

/**
 * Batch-hard triplets (Hermans 2017): of each row the farthest of its own person and the nearest of
 * another.
 */
export function batchHardTriplets(b: NetworkBuilder, options: TripletOptions): BatchLoss {
  const pairs = pairsOf(b, options);
  return { ...hardest(b, pairs, options.margin), ...meanDistances(b, pairs) };
}

/**
 * Semi-hard triplets (Schroff 2015): of each pair of one person the nearest other that is farther than the
 * pair is apart, or the farthest of all where none is. Distances are squared, as in the paper.
 */
export function semiHardTriplets(b: NetworkBuilder, options: SemiHardOptions): BatchLoss {
  const pairs = pairsOf(b, options);
  return { ...semiHard(b, pairs, options), ...meanDistances(b, pairs) };
}

/**
 * Batch-hard triplets as far as they don't make all descriptors one, and semi-hard ones for the rest.
 *
 * As long as the hardest negatives are nearer than the hardest positives, their loss is larger than that of descriptors
 * that are all the same: it pulls everything into one place (Schroff 2015, §3.2), in a few steps. That of semi-hard
 * triplets is smaller, since their negatives are farther. Of both losses the means are taken that are smaller than
 * what such a collapse would give, by half of what they can be: what the semi-hard ones have of room, against twice
 * what the hardest ones lack. The hardest ones begin to count by themselves as descriptors come to mean something,
 * and count alone once they lack nothing.
 */
export function temperedTriplets(b: NetworkBuilder, options: SemiHardOptions): TemperedLoss {
  const { margin } = options;
  const pairs = pairsOf(b, options);
  const [easier, harder] = [semiHard(b, pairs, options), hardest(b, pairs, margin)];
  const above = (from: string, to: string) => b.add('relu', [b.add('sub', [from, to])]);
  const room = above(b.scalar(margin ?? semiHardMargin), easier.loss);
  const lack = above(harder.loss, b.scalar(margin ?? Math.LN2));
  const weighed = b.add('add', [room, b.add('add', [lack, lack])]);
  const share = b.add('div', [room, b.add('add', [weighed, b.scalar(1e-12)])]);
  // In steps, through which no gradient passes: the share isn't what is to be trained.
  const steps = b.scalar(hardnessSteps);
  const hardness = b.add('div', [b.add('round', [b.add('mul', [share, steps])]), steps]);
  const between = (from: string, to: string) => {
    return b.add('add', [from, b.add('mul', [hardness, b.add('sub', [to, from])])]);
  };
  return {
    loss: between(easier.loss, harder.loss),
    active: between(easier.active, harder.active),
    ...meanDistances(b, pairs),
    hardness,
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
  const { count, margin } = options;
  const pairs = pairsOf(b, options);
  const flat = b.add('reshape', [pairs.distances], { shape: [count * count] });
  const column = (from: number) => {
    return b.add('slice', [triplets], { starts: [from], ends: [from + 1], axes: [1] });
  };
  const anchors = b.add('mul', [column(0), b.constant('rows', [], [count], 'i32')]);
  const distanceTo = (other: number) => {
    return b.add('gather', [flat, b.add('add', [anchors, column(other)])]);
  };
  const excess = b.add('sub', [distanceTo(1), distanceTo(2)]);
  return { ...tripletLoss(b, excess, margin), ...meanDistances(b, pairs) };
}

function hardest(b: NetworkBuilder, { distances, same }: Pairs, margin: number | undefined) {
  const own = b.add('where', [same, distances, b.scalar(0)]);
  const others = b.add('where', [same, b.scalar(far), distances]);
  const positive = b.add('reduceMax', [own], { axes: [1] });
  const negative = b.add('reduceMin', [others], { axes: [1] });
  return tripletLoss(b, b.add('sub', [positive, negative]), margin);
}

/** One place of each row's own after the other, so that nothing is larger than all pairs. */
function semiHard(
  b: NetworkBuilder,
  { distances, same, matching, count }: Pairs,
  { margin = semiHardMargin, photos = count }: Pick<SemiHardOptions, 'margin' | 'photos'>,
) {
  const squares = b.add('mul', [distances, distances]);
  const isPair = b.add('greater', [matching, b.scalar(0)]);
  const own = b.add('where', [isPair, squares, b.scalar(-1)]);
  // [count, photos − 1]; behind the last of a person's there are −1.
  const [positives] = b.addAll('topK', 2, [own], { k: photos - 1, axis: 1 });
  const others = b.add('where', [same, b.scalar(-1), squares]);
  const farthest = b.add('argMax', [others], { axis: 1 });
  const negatives = Array.from({ length: photos - 1 }, (_, place) => {
    const pair = b.add('slice', [positives], { starts: [place], ends: [place + 1], axes: [1] });
    const isFarther = b.add('greater', [others, pair]);
    const farther = b.add('where', [isFarther, others, b.scalar(far * far)]);
    const nearest = b.add('argMin', [farther], { axis: 1 });
    const distance = b.add('reduceMin', [farther], { axes: [1] });
    return b.add('where', [b.add('less', [distance, b.scalar(far * far)]), nearest, farthest]);
  });
  const chosen = b.add('gatherElements', [squares, b.add('concat', negatives, { axis: 1 })], {
    axis: 1,
  });
  const excess = b.add('add', [b.add('sub', [positives, chosen]), b.scalar(margin)]);
  const isThere = asNumbers(b, b.add('greaterOrEqual', [positives, b.scalar(0)]));
  const pushes = b.add('mul', [b.add('relu', [excess]), isThere]);
  const isActive = asNumbers(b, b.add('greater', [excess, b.scalar(0)]));
  const pairCount = sum(b, isThere);
  return {
    loss: b.add('div', [sum(b, pushes), pairCount]),
    active: b.add('div', [sum(b, b.add('mul', [isActive, isThere])), pairCount]),
  };
}

/** The mean of what each triplet lacks; without a margin those count as active whose negative is nearer. */
function tripletLoss(b: NetworkBuilder, excess: string, margin: number | undefined) {
  const lack = margin === undefined ? excess : b.add('add', [excess, b.scalar(margin)]);
  const pushes = margin === undefined ? b.add('softplus', [lack]) : b.add('relu', [lack]);
  const isActive = b.add('greater', [lack, b.scalar(0)]);
  return { loss: mean(b, pushes), active: mean(b, asNumbers(b, isActive)) };
}

/** The mean distances within and between people. */
export function meanDistances(b: NetworkBuilder, { distances, same, matching }: Pairs) {
  const isOther = b.add('sub', [b.scalar(1), asNumbers(b, same)]);
  const meanOf = (weights: string) => {
    return b.add('div', [sum(b, b.add('mul', [distances, weights])), sum(b, weights)]);
  };
  return { within: meanOf(matching), between: meanOf(isOther) };
}
