import { expect, it, vi } from 'vitest';
import { platform } from './node.ts';

vi.mock('sharp', () => {
  throw new Error("Cannot find package 'sharp'");
});

it('says that sharp is missing where a file is to be decoded, and takes pixels without it', async () => {
  const limits = { maxSide: 4096, maxBytes: 2 ** 27 };
  await expect(platform.decodePhoto(Uint8Array.of(1), limits)).rejects.toMatchObject({
    code: 'missing-package',
    message: expect.stringMatching(/"sharp"/),
    fix: expect.stringMatching(/npm install sharp/),
  });
  const pixels = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };
  expect(await platform.decodePhoto(pixels, limits)).toMatchObject({ width: 1, height: 1 });
});
