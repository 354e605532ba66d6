import { describe, expect, it } from 'vitest';
import { checkLoss, operand, unitRows } from '../testing/check-loss.ts';
import { batchHardTriplets, semiHardTriplets, temperedTriplets } from './triplet.ts';

const count = 8;
const people = [0, 0, 1, 1, 1, 2, 2, 0];
/** Somewhat nearer to those of their own person than to others. */
const descriptors = unitRows(3, count, 5, (row) => [0.9, 0.1, -0.8][people[row]] ?? 0);
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

  /** What batch-hard triplets lack. */
  const hardLacks = (margin = 0) =>
    rows.map((a) => {
      const own = rows.filter((p) => isOwn(a, p)).map((p) => distance(a, p));
      const others = rows.filter((n) => isOther(a, n)).map((n) => distance(a, n));
      return Math.max(...own) - Math.min(...others) + margin;
    });

  /** What semi-hard triplets lack. */
  const semiHardLacks = (margin: number) =>
    rows.flatMap((a) =>
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
  const softplus = (x: number) => Math.log1p(Math.exp(x));
  const relu = (x: number) => Math.max(0, x);

  it.each([undefined, 0.5])('batch-hard with the margin %s', (margin) => {
    const lack = hardLacks(margin);
    const pushes = lack.map(margin === undefined ? softplus : relu);
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

  it.each([undefined, 3])('semi-hard, of %s photos of a person at most', (photos) => {
    const margin = 0.2;
    const lack = semiHardLacks(margin);
    checkLoss({
      inputs,
      whole: ['people'],
      build: (b) => {
        const shared = { descriptors: 'descriptors', people: 'people', count, margin, photos };
        return { ...semiHardTriplets(b, shared) };
      },
      expected: {
        loss: mean(lack.map(relu)),
        active: mean(lack.map((x) => Number(x > 0))),
        ...spread,
      },
      by: ['descriptors'],
    });
  });

  it('tempered: as hard as leaves a collapse worse', () => {
    const [easier, harder] = [semiHardLacks(0.2), hardLacks()];
    const [loss, hardLoss] = [mean(easier.map(relu)), mean(harder.map(softplus))];
    const [room, lack] = [0.2 - loss, hardLoss - Math.LN2];
    const hardness = Math.round((256 * room) / (room + 2 * lack)) / 256;
    expect(hardness).toBeGreaterThan(0);
    expect(hardness).toBeLessThan(1);
    const between = (from: number, to: number) => from + hardness * (to - from);
    const share = (lacks: readonly number[]) => mean(lacks.map((x) => Number(x > 0)));
    checkLoss({
      inputs,
      whole: ['people'],
      build: (b) => {
        const shared = { descriptors: 'descriptors', people: 'people', count, photos: 3 };
        return { ...temperedTriplets(b, shared) };
      },
      expected: {
        loss: between(loss, hardLoss),
        active: between(share(easier), share(harder)),
        hardness,
        ...spread,
      },
      by: ['descriptors'],
    });
    expect(between(loss, hardLoss)).toBeLessThan(between(0.2, Math.LN2));
  });
});
