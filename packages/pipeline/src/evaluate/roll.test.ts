import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../photo/photo.ts';
import { expectError } from '../testing/errors.ts';
import { rollPhoto } from './roll.ts';

const width = 90;
const height = 60;
const grey = [128, 128, 128];
const red = { r: 250, g: 10, b: 20 };
const blue = { r: 20, g: 30, b: 240 };

/** Blue, with a red square at the left end of the middle row. */
function picture(): Sharp {
  const square = { create: { width: 20, height: 20, channels: 3 as const, background: red } };
  return sharp({ create: { width, height, channels: 3, background: blue } })
    .composite([{ input: square, left: 0, top: 20 }])
    .png();
}

function at({ data, width: columns }: Pixels, x: number, y: number): number[] {
  const begin = (Math.round(y) * columns + Math.round(x)) * 3;
  return [...data.subarray(begin, begin + 3)];
}

describe('rollPhoto', () => {
  it.each([20, -20, 45, -45, 90, -90, 180, 7.5])('turns clockwise by %i°', async (degrees) => {
    const photo = await rollPhoto(await picture().toBuffer(), 'photo.png', degrees);
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [c, s] = [Math.abs(cos), Math.abs(sin)];
    // The canvas holds all four corners, and no more.
    expect(Math.abs(photo.width - (width * c + height * s))).toBeLessThan(2);
    expect(Math.abs(photo.height - (width * s + height * c))).toBeLessThan(2);
    expect(photo.data).toHaveLength(photo.width * photo.height * 3);
    // With y down, clockwise is from x to y.
    const place = (x: number, y: number) =>
      at(photo, photo.width / 2 + cos * x - sin * y, photo.height / 2 + sin * x + cos * y);
    expect(place(10 - width / 2, 0)).toEqual(Object.values(red));
    expect(place(width / 2 - 10, 0)).toEqual(Object.values(blue));
    if (degrees % 90 === 0) return;
    const [right, bottom] = [photo.width - 1, photo.height - 1];
    for (const corner of [at(photo, 0, 0), at(photo, right, 0), at(photo, 0, bottom)]) {
      expect(corner).toEqual(grey);
    }
    expect(at(photo, right, bottom)).toEqual(grey);
  });

  it.each([
    ['grey', picture().toColourspace('b-w')],
    ['16 bits', picture().toColourspace('rgb16')],
    ['transparent', picture().ensureAlpha(0.5)],
    ['a GIF', picture().gif()],
  ])('makes RGB of a picture that is %s', async (_, file) => {
    const { data, ...size } = await rollPhoto(await file.toBuffer(), 'photo', 180);
    expect(size).toEqual({ width, height });
    expect(data).toHaveLength(width * height * 3);
  });

  it('puts the photo upright first', async () => {
    const upright = await picture().toBuffer();
    const stored = await sharp(upright).rotate(270).withMetadata({ orientation: 6 }).toBuffer();
    const [wanted, got] = [await rollPhoto(upright, 'a', 20), await rollPhoto(stored, 'b', 20)];
    expect(Buffer.compare(got.data as Uint8Array, wanted.data as Uint8Array)).toBe(0);
  });

  it('reports what can’t be decoded', async () => {
    const text = new TextEncoder().encode('Dear diary');
    await expectError(() => rollPhoto(text, 'diary.jpg', 20), 'bad-image', /^diary\.jpg can't/);
  });
});
