import { describe, expect, it } from 'vitest';
import { crossValidate, decideByFolds, type FoldedPair } from './cross-validate.ts';

/** Pairs of one person, then of two, at these distances. */
function fold(number: number, same: readonly number[], different: readonly number[]): FoldedPair[] {
  const pairs = (distances: readonly number[], one: boolean) =>
    distances.map((distance) => ({ same: one, distance, fold: number }));
  return [...pairs(same, true), ...pairs(different, false)];
}

describe('crossValidate', () => {
  it('decides each fold by the threshold of the others', () => {
    const pairs = [
      ...fold(0, [0.1, 0.2], [0.8, 0.9]),
      // Its own best threshold would be 0.65, that of the others is at 0.5.
      ...fold(1, [0.1, 0.6], [0.7, 0.9]),
      ...fold(2, [0.1, 0.2], [0.8, Number.POSITIVE_INFINITY]),
    ];
    const result = crossValidate(pairs, 0.15);
    expect(result?.folds.map(({ accuracy }) => accuracy)).toEqual([1, 0.75, 1]);
    expect(result?.folds[1].threshold).toBeCloseTo(0.5, 12);
    expect(result?.folds[0].threshold).toBeCloseTo(0.65, 12);
    expect(result?.folds.map(({ atThreshold }) => atThreshold)).toEqual([0.75, 0.75, 0.75]);
    const mean = 2.75 / 3;
    const variance = (2 * (1 - mean) ** 2 + (0.75 - mean) ** 2) / 2;
    expect(result?.accuracy.mean).toBeCloseTo(mean, 12);
    expect(result?.accuracy.standardError).toBeCloseTo(Math.sqrt(variance / 3), 12);
    expect(result?.atThreshold).toEqual({ mean: 0.75, standardError: 0 });
  });

  it('takes folds of any number and size, and has nothing to say of a single one', () => {
    const pairs = [...fold(7, [0.1], [0.9]), ...fold(3, [0.2, 0.3, 0.4], [])];
    expect(crossValidate(pairs, 0.5)?.folds.map(({ pairs }) => pairs)).toEqual([3, 2]);
    expect(crossValidate(fold(7, [0.1], [0.9]), 0.5)).toBeUndefined();
    expect(crossValidate([], 0.5)).toBeUndefined();
  });
});

describe('decideByFolds', () => {
  it('decides each pair as cross-validation counts it, in the order of the list', () => {
    const pairs = [
      ...fold(9, [0.1, 0.2], [0.8, 0.9]),
      ...fold(1, [0.1, 0.6], [0.7, 0.9]),
      ...fold(4, [0.1, 0.2], [0.8, Number.POSITIVE_INFINITY]),
    ];
    const right = pairs.map((_, i) => i !== 5);
    expect(decideByFolds(pairs)).toEqual(right);
    expect(decideByFolds([...pairs].reverse())).toEqual(right.reverse());
  });

  it('has nothing to say of a single fold', () => {
    expect(decideByFolds(fold(7, [0.1], [0.9]))).toBeUndefined();
    expect(decideByFolds([])).toBeUndefined();
  });
});
