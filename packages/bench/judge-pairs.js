import path from 'node:path';
import {
  decideByFolds,
  mcNemar,
  measurePairs,
  pairsToMeasure,
  wilson,
} from '@facegpu/pipeline/evaluate';

/** @typedef {import('@facegpu/pipeline/evaluate').FoldedPair} FoldedPair */
/** @typedef {{ a: string, b: string, same: boolean, fold?: number }} Pair */

const folds = 10;

/**
 * Pairs with their distances, in the folds that they say, or else in folds by the person of the first photo: then the other
 * one of a pair of two people may be in several folds.
 *
 * @param {readonly Pair[]} pairs
 * @param {(pair: Pair) => number} distanceOf
 * @returns {FoldedPair[]}
 */
export function inFolds(pairs, distanceOf) {
  const people = [...new Set(pairs.map(({ a }) => path.dirname(a)))];
  return pairs.map((pair) => ({
    same: pair.same,
    distance: distanceOf(pair),
    fold: pair.fold ?? people.indexOf(path.dirname(pair.a)) % folds,
  }));
}

/** Whether each pair is decided rightly by the threshold of its fold. @param {readonly FoldedPair[]} measured */
export function decisions(measured) {
  const right = decideByFolds(measured);
  if (!right) throw new Error('the pairs are of one fold alone');
  return right;
}

/**
 * How many pairs are decided rightly in one way alone, and how likely that is by chance, as cells of a table.
 *
 * @param {readonly boolean[]} before
 * @param {readonly boolean[]} after
 */
export function changeCells(before, after) {
  const gained = after.filter((isRight, i) => isRight && !before[i]).length;
  const lost = after.filter((isRight, i) => !isRight && before[i]).length;
  return [`${gained} / ${lost}`, mcNemar(gained, lost).toPrecision(2)];
}

/**
 * Accuracy with its interval, the area under the curve, and what is accepted at 1 % of false accepts, as cells.
 *
 * @param {readonly FoldedPair[]} measured
 * @param {readonly boolean[]} right
 */
export function accuracyCells(measured, right) {
  const count = right.filter((isRight) => isRight).length;
  const { auc, tar } = measurePairs(measured, 0);
  const isMeasured = measured.filter(({ same }) => !same).length >= pairsToMeasure(0.01);
  return {
    accuracy: shareCell(count, right.length),
    area: auc.toFixed(3),
    accepted: isMeasured && tar ? tar['0.01'].toFixed(3) : '–',
  };
}

/**
 * A share with its interval (Wilson, 95 %), as a cell.
 *
 * @param {number} count
 * @param {number} all
 */
export function shareCell(count, all) {
  const { low, high } = wilson(count, all);
  return `${(count / all).toFixed(3)} (${low.toFixed(3)} – ${high.toFixed(3)})`;
}
