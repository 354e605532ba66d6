import { Random, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { type Confusion, type MineSetOptions, mineSet } from './mine-set.ts';

const dimensions = 5;

/** The same in float64, by looking at all pairs. */
function reference({ descriptors, people, metric, most }: MineSetOptions) {
  const rows = Array.from(people, (_, i) =>
    descriptors.subarray(i * dimensions, (i + 1) * dimensions),
  );
  const units = rows.map((row) => {
    const length = metric === 'cosine' ? Math.hypot(...row) : 1;
    return Array.from(row, (value) => value / length);
  });
  const all = [...rows.keys()];
  return all.map((a): Confusion => {
    const found = (chips: readonly number[], sign: number) =>
      chips
        .map((chip) => {
          const off = units[a].map((value, i) => value - units[chip][i]);
          return { chip, distance: Math.hypot(...off) };
        })
        .sort((a, b) => sign * (a.distance - b.distance))
        .slice(0, most);
    return {
      positives: found(
        all.filter((chip) => chip !== a && people[chip] === people[a]),
        -1,
      ),
      negatives: found(
        all.filter((chip) => people[chip] !== people[a]),
        1,
      ),
    };
  });
}

describe('mining a set', () => {
  const lane = useDevice();

  it.for([
    ['a few', 7, 3, 'cosine'],
    ['one person alone', 3, 1, 'euclidean'],
    ['in several parts, the last of which is not full', 307, 61, 'cosine'],
    ['with their lengths', 53, 11, 'euclidean'],
  ] as const)('finds what is confused exactly: %s', async ([, count, others, metric], { task }) => {
    const random = new Random(count);
    const descriptors = Float32Array.from({ length: count * dimensions }, () => {
      return random.uniform(-2, 2);
    });
    const people = Array.from({ length: count }, (_, i) => i % others);
    const options = { descriptors, dimensions, metric, people, most: 4 };
    const mined = await mineSet(lane.device(task.meta), options);
    const expected = reference(options);
    expect(mined).toHaveLength(count);
    for (const [i, { positives, negatives }] of mined.entries()) {
      for (const [got, wanted] of [
        [positives, expected[i].positives],
        [negatives, expected[i].negatives],
      ]) {
        expect(got.map(({ chip }) => chip)).toEqual(wanted.map(({ chip }) => chip));
        for (const [k, { distance }] of got.entries()) {
          expect(distance).toBeCloseTo(wanted[k].distance, 3);
        }
      }
    }
  });
});
