import { Random, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { type Confusion, mineSet } from './mine-set.ts';

const dimensions = 5;

/** The same in float64, by looking at all pairs. */
function reference(descriptors: Float32Array, people: readonly number[], most: number) {
  const rows = people.map((_, i) => descriptors.subarray(i * dimensions, (i + 1) * dimensions));
  const units = rows.map((row) => Array.from(row, (value) => value / Math.hypot(...row)));
  const all = [...people.keys()];
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
    ['a few', 7, 3],
    ['one person alone', 3, 1],
    ['in several parts, the last of which is not full', 307, 61],
  ] as const)('finds what is confused exactly: %s', async ([, count, others], { task }) => {
    const random = new Random(count);
    const descriptors = Float32Array.from({ length: count * dimensions }, () => {
      return random.uniform(-2, 2);
    });
    const people = Array.from({ length: count }, (_, i) => i % others);
    const most = 4;
    const mined = await mineSet(lane.device(task.meta), { descriptors, dimensions, people, most });
    const expected = reference(descriptors, people, most);
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
