import { describe, it } from 'vitest';
import { checkLoss, operand, unitRows } from '../testing/check-loss.ts';
import { batchHardTriplets, semiHardTriplets } from './triplet.ts';

const count = 8;
const people = [0, 0, 1, 1, 1, 2, 2, 0];
const descriptors = unitRows(3, count, 5);
const inputs = { descriptors, people: operand([count], people) };

function distance(i: number, j: number): number {
  const row = (at: number) => descriptors.values.subarray(at * 5, at * 5 + 5);
  const [a, b] = [row(i), row(j)];
  return Math.hypot(...a.map((value, k) => value - b[k]));
}

const rows = [...people.keys()];
const isOwn = (a: number, p: number) => p !== a && people[p] === people[a];
const isOther = (a: number, n: number) => people[n] !== people[a];
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('triplets', () => {
  const pairs = (holds: (a: number, b: number) => boolean) => {
    return rows.flatMap((a) => rows.filter((b) => holds(a, b)).map((b) => distance(a, b)));
  };
  const spread = { within: mean(pairs(isOwn)), between: mean(pairs(isOther)) };

  it.each([undefined, 0.5])('batch-hard with the margin %s', (margin) => {
    const excess = rows.map((a) => {
      const own = rows.filter((p) => isOwn(a, p)).map((p) => distance(a, p));
      const others = rows.filter((n) => isOther(a, n)).map((n) => distance(a, n));
      return Math.max(...own) - Math.min(...others);
    });
    const lack = excess.map((each) => each + (margin ?? 0));
    const pushes = lack.map((x) =>
      margin === undefined ? Math.log1p(Math.exp(x)) : Math.max(0, x),
    );
    checkLoss({
      inputs,
      whole: ['people'],
      build: (b) => ({
        ...batchHardTriplets(b, { descriptors: 'descriptors', people: 'people', count, margin }),
      }),
      expected: {
        loss: mean(pushes),
        active: mean(lack.map((x) => Number(x > 0))),
        ...spread,
      },
      by: ['descriptors'],
    });
  });

  it('semi-hard', () => {
    const margin = 0.2;
    const excess = rows.flatMap((a) =>
      rows
        .filter((p) => isOwn(a, p))
        .map((p) => {
          const pair = distance(a, p) ** 2;
          const others = rows.filter((n) => isOther(a, n)).map((n) => distance(a, n) ** 2);
          const farther = others.filter((other) => other > pair);
          const negative = farther.length > 0 ? Math.min(...farther) : Math.max(...others);
          return pair - negative + margin;
        }),
    );
    checkLoss({
      inputs,
      whole: ['people'],
      build: (b) => ({
        ...semiHardTriplets(b, { descriptors: 'descriptors', people: 'people', count, margin }),
      }),
      expected: {
        loss: mean(excess.map((x) => Math.max(0, x))),
        active: mean(excess.map((x) => Number(x > 0))),
        ...spread,
      },
      by: ['descriptors'],
    });
  });
});
