import { describe, it } from 'vitest';
import type { NetworkBuilder } from '../networks/network-builder.ts';
import { checkLoss, operand, randomOperand } from '../testing/check-loss.ts';
import { adaptiveWing, centreFocal, l1, l2, maskedL1, wing } from './regression.ts';

const shape = [3, 7];
const values = randomOperand(1, shape, 0.05, 0.95);
const wanted = operand(
  shape,
  randomOperand(2, shape, 0, 1).values.map((x, i) => (i % 5 === 0 ? 1 : x)),
);
const mean = (of: (value: number, target: number) => number) =>
  values.values.reduce((sum, value, i) => sum + of(value, wanted.values[i]), 0) /
  values.values.length;

type Write = (b: NetworkBuilder, values: string, wanted: string) => string;

const wingOf = (x: number, w: number, c: number) =>
  x < w ? w * Math.log(1 + x / c) : x - (w - w * Math.log(1 + w / c));

function adaptiveOf(value: number, target: number): number {
  const [alpha, omega, epsilon, theta] = [2.1, 14, 1, 0.5];
  const off = Math.abs(value - target);
  const power = alpha - target;
  if (off < theta) return omega * Math.log(1 + (off / epsilon) ** power);
  const ratio = theta / epsilon;
  const slope = ((omega / epsilon) * power * ratio ** (power - 1)) / (1 + ratio ** power);
  return slope * off - (theta * slope - omega * Math.log(1 + ratio ** power));
}

function focal(): number {
  let [total, centres] = [0, 0];
  values.values.forEach((p, i) => {
    const y = wanted.values[i];
    if (y >= 1) {
      centres++;
      total -= (1 - p) ** 2 * Math.log(p);
    } else total -= (1 - y) ** 4 * p ** 2 * Math.log(1 - p);
  });
  return total / Math.max(1, centres);
}

describe('losses of numbers that are wanted', () => {
  const cases: readonly (readonly [string, Write, number])[] = [
    ['l1', l1, mean((x, y) => Math.abs(x - y))],
    ['l2', l2, mean((x, y) => (x - y) ** 2)],
    [
      'wing',
      (b, x, y) => wing(b, x, y, { width: 0.3, curvature: 0.1 }),
      mean((x, y) => wingOf(Math.abs(x - y), 0.3, 0.1)),
    ],
    ['adaptive wing', adaptiveWing, mean(adaptiveOf)],
    [
      'adaptive wing that looks at peaks',
      (b, x, y) => adaptiveWing(b, x, y, { peaks: { from: 0.4, weight: 2 } }),
      mean((x, y) => adaptiveOf(x, y) * (y >= 0.4 ? 2 : 1)),
    ],
    [
      'l1 of some rows',
      (b, x, y) => maskedL1(b, x, y, b.constant('mask', [3, 1], [1, 0, 1])),
      values.values.reduce((sum, value, i) => {
        return sum + (i >= 7 && i < 14 ? 0 : Math.abs(value - wanted.values[i]));
      }, 0) / 2,
    ],
    ['focal loss of centres', centreFocal, focal()],
  ];
  it.each(cases)('%s', (_, write, loss) => {
    checkLoss({
      inputs: { values, wanted },
      build: (b) => ({ loss: write(b, 'values', 'wanted') }),
      expected: { loss },
      by: ['values'],
    });
  });
});
