import { describe, expect, it } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { nodesOf } from './links.ts';

const photos = ['a', 'a', 'b', 'c', 'd'];

describe('what is known of faces', () => {
  it('joins those that are one person, by way of others too', () => {
    const nodes = nodesOf({
      photos,
      together: [
        [4, 2],
        [0, 4],
      ],
      apart: [[2, 3]],
    });
    expect([...nodes.of]).toEqual([0, 1, 0, 2, 0]);
    expect(nodes.count).toBe(3);
    expect(nodes.photos.map((own) => [...own].sort())).toEqual([['a', 'b', 'd'], ['a'], ['c']]);
    expect(nodes.apart.map((own) => [...own])).toEqual([[2], [], [0]]);
  });

  it('is refused where it contradicts itself, with the links that do', async () => {
    await expectError(
      () =>
        nodesOf({
          photos,
          together: [
            [0, 2],
            [2, 3],
            [3, 1],
          ],
          apart: [],
        }),
      'bad-argument',
      /faces 0 and 1 are in one photo, and are one person by what was said of 0, 2, 3, 1$/,
    );
    await expectError(
      () =>
        nodesOf({
          photos,
          together: [
            [2, 3],
            [3, 4],
            [2, 4],
          ],
          apart: [[4, 2]],
        }),
      'bad-argument',
      /faces 4 and 2 were said to be two people, .* of 4, 2$/,
    );
  });

  it.each([[[0, 5]], [[-1, 0]], [[1, 1]], [[0.5, 1]]] as const)(
    'is refused where it is about no two faces: %j',
    async (pair) => {
      const wrong = () => nodesOf({ photos, together: [], apart: [pair] });
      await expectError(wrong, 'bad-argument', /apart\[0\] is .* of 5 faces/);
    },
  );
});
