import { expect, it } from 'vitest';
import { judgeMembers } from './judge-members.ts';

const graph = [
  new Map([
    [1, 3],
    [2, 3],
  ]),
  new Map([
    [0, 3],
    [2, 3],
  ]),
  new Map([
    [0, 3],
    [1, 3],
    [3, 0.1],
  ]),
  new Map([
    [2, 0.1],
    [4, 0.1],
  ]),
  new Map([[3, 0.1]]),
  new Map<number, number>(),
];

it('trusts a face among many that are near, and doubts one that hangs by a thread', () => {
  const [a, , c, d, , alone] = judgeMembers(graph, [0, 0, 0, 0, 1, 2], 10);
  expect(a.score).toBeCloseTo((2 / 3) * 0.999, 3);
  expect(c.score).toBeGreaterThan(0.9);
  expect(c.density).toBeCloseTo(6.1);
  // As near to somebody else, and to one of three alone.
  expect(d.score).toBe(0);
  expect(alone).toEqual({ score: 1, density: 0 });
});

it('asks of a face in a large cluster for no more neighbours than were looked for', () => {
  const clique = Array.from({ length: 5 }, (_, face) => {
    return new Map(
      [0, 1, 2, 3, 4]
        .filter((other) => other !== face)
        .slice(0, 2)
        .map((other) => [other, 4]),
    );
  });
  expect(judgeMembers(clique, [0, 0, 0, 0, 0], 2)[4].score).toBeCloseTo(0.9999);
});
