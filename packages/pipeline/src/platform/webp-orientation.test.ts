import { expect, it } from 'vitest';
import { orientations, picture, turned } from '../testing/squares.ts';
import { webpOrientation } from './webp-orientation.ts';

const view = (file: Buffer) => new DataView(file.buffer, file.byteOffset, file.length);

it.for(orientations)('of a WebP file with %i', async (orientation) => {
  const file = await turned(orientation).webp().toBuffer();
  expect(webpOrientation(view(file))).toBe(orientation);
});

it('of a file without EXIF data, or with such as make no sense, is 1', async () => {
  expect(webpOrientation(view(await picture().webp().toBuffer()))).toBe(1);
  expect(webpOrientation(view(await picture().webp({ lossless: true }).toBuffer()))).toBe(1);
  const file = await turned(6).webp().toBuffer();
  const exif = file.indexOf('EXIF') + 8;
  for (let length = 0; length <= file.length; length++) {
    expect([1, 6]).toContain(webpOrientation(view(file.subarray(0, length))));
  }
  for (let at = exif; at < file.length; at++) {
    const damaged = Buffer.from(file);
    damaged[at] ^= 0xff;
    expect(orientations).toContain(webpOrientation(view(damaged)));
  }
});
