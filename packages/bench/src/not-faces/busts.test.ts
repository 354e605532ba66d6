import sharp from 'sharp';
import { expect, it } from 'vitest';
import { carve, photographBust } from './busts.ts';
import { globe } from './mesh.ts';

const face = globe(8, 8, ([x, y, z]) => [7 * x, 9 * y, 5 * z]);

it('shows the same bust in the same picture, and another one for another seed', async () => {
  const [first, again, other] = await Promise.all(
    ['a', 'a', 'b'].map((seed) =>
      photographBust(carve(face, seed), { centre: [0, 0, 0], reach: 12, seed }),
    ),
  );
  expect(again.equals(first)).toBe(true);
  expect(other.equals(first)).toBe(false);
  expect(await sharp(first).metadata()).toMatchObject({ width: 320, height: 320 });
});
