import { Random } from '@facegpu/train';
import { expect, it } from 'vitest';
import { fitQuality, lossOf, type MatedPair, type TermValues } from './fit-quality.ts';

const truth = { bias: 1.5, sharp: 2, dark: -3 };
const logistic = (z: number) => 1 / (1 + Math.exp(-z));
const scoreOf = (weights: TermValues) => (face: TermValues) =>
  logistic(
    Object.entries(face).reduce(
      (sum, [name, value]) => sum + (weights[name] ?? 0) * value,
      weights.bias,
    ),
  );

/** Pairs whose faces match as often as the product of their scores says; `noise` says nothing. */
function pairsOf(count: number): MatedPair[] {
  const random = new Random('pairs');
  const face = () => ({
    sharp: 5 * random.normal(),
    dark: random.uniform(),
    noise: random.normal(),
  });
  return Array.from({ length: count }, () => {
    const faces = [face(), face()] as const;
    const [p, q] = faces.map(scoreOf(truth));
    return { faces, matched: random.uniform() < p * q };
  });
}

it('finds the weights by which the pairs were drawn', () => {
  const pairs = pairsOf(20_000);
  const fitted = fitQuality(pairs, { sharp: 1, dark: -1, noise: 1 });
  expect(fitted.bias).toBeCloseTo(truth.bias, 0);
  expect(fitted.sharp).toBeCloseTo(truth.sharp, 0);
  expect(fitted.dark).toBeCloseTo(truth.dark, 0);
  expect(Math.abs(fitted.noise ?? 0)).toBeLessThan(0.1);
  expect(lossOf(pairs, scoreOf(fitted))).toBeLessThanOrEqual(lossOf(pairs, scoreOf(truth)) + 1e-9);
});

it('leaves out what would contradict its sign', () => {
  const fitted = fitQuality(pairsOf(2000), { sharp: -1, dark: -1 });
  expect(fitted).not.toHaveProperty('sharp');
  expect(fitted.dark).toBeLessThan(0);
});

it('does with terms that are the same everywhere, and with pairs that all match', () => {
  const pairs = pairsOf(200).map(({ faces }) => ({
    faces: faces.map((face) => ({ ...face, dark: 1 })) as unknown as MatedPair['faces'],
    matched: true,
  }));
  const fitted = fitQuality(pairs, { sharp: 1, dark: -1 });
  expect(Object.values(fitted).every(Number.isFinite)).toBe(true);
  expect(lossOf(pairs, scoreOf(fitted))).toBeLessThan(0.01);
});
