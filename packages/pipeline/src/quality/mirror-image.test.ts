import { expect, it } from 'vitest';
import { mirrorImage } from './mirror-image.ts';

it.each([
  [3, 2],
  [1, 5],
  [4, 1],
])('exchanges left and right of %i×%i pixels', (width, height) => {
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) => i);
  const mirrored = mirrorImage({ width, height, data });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [at, from] = [4 * (y * width + x), 4 * (y * width + width - 1 - x)];
      expect(mirrored.data.slice(at, at + 4)).toEqual(data.slice(from, from + 4));
    }
  }
  expect(mirrorImage(mirrored).data).toEqual(data);
});
