import { describe, expect, it } from 'vitest';
import { brighten } from './brighten.ts';
import { meanLuma } from './luma.ts';
import type { Photo } from './photo.ts';

/** A photo of greys, opaque. */
function photoOf(
  [width, height]: readonly [number, number],
  greyAt: (x: number, y: number) => number,
  Kind: typeof Uint8Array | typeof Float32Array = Uint8Array,
): Photo {
  const data = new Kind(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const grey = greyAt(pixel % width, Math.floor(pixel / width));
    data.set([grey, grey, grey, 255], 4 * pixel);
  }
  return { data, width, height, originalWidth: width, originalHeight: height };
}

const greyOf = ({ data, width }: Photo, x: number, y: number) => data[4 * (y * width + x)];

describe('a photo is made brighter', () => {
  it.each([
    [6, 6],
    [97, 61],
    [1, 1],
    [3, 200],
  ])('as a whole: %s by %s pixels', (width, height) => {
    const dark = photoOf([width, height], () => 11);
    const brighter = brighten(dark);
    expect(brighter?.dark).toBe(1);
    expect(brighter?.photo.data).toEqual(photoOf([width, height], () => 110).data);
    // What it was made of stays as it is.
    expect(dark.data).toEqual(photoOf([width, height], () => 11).data);
  });

  it('with its contrast, and floats as they are', () => {
    const dark = photoOf([120, 120], (x) => (x % 2 === 0 ? 5 : 17), Float32Array);
    const { photo } = brighten(dark) ?? {};
    expect(photo && greyOf(photo, 60, 60)).toBeCloseTo(50, 4);
    expect(photo && greyOf(photo, 61, 60)).toBeCloseTo(170, 4);
  });

  it('where it is dark alone', () => {
    const photo = photoOf([120, 60], (x) => (x < 40 ? 22 : 200));
    const brighter = brighten(photo) as { photo: Photo; dark: number };
    expect(brighter.dark).toBeCloseTo(1 / 3, 10);
    expect(greyOf(brighter.photo, 0, 30)).toBe(110);
    expect(greyOf(brighter.photo, 100, 30)).toBe(200);
    // Between the middles of two parts the gain changes evenly: from 5 to 1.
    expect(greyOf(brighter.photo, 39, 30)).toBe(Math.floor(22 * (5 - 4 * 0.45)));
  });

  it('no more than sixteen times, and not where it is bright enough', () => {
    const black = brighten(photoOf([10, 10], () => 1));
    expect(black?.photo.data).toEqual(photoOf([10, 10], () => 16).data);
    expect(brighten(photoOf([10, 10], () => 0))?.photo.data).toEqual(
      photoOf([10, 10], () => 0).data,
    );
    expect(brighten(photoOf([10, 10], () => 40))).toBeUndefined();
  });
});

it('luma is that of the part which lies in the photo', () => {
  const photo = photoOf([100, 100], (x, y) => (x < 50 && y < 50 ? 40 : 200));
  expect(meanLuma(photo, { x: 0, y: 0, width: 50, height: 50 })).toBeCloseTo(40, 10);
  expect(meanLuma(photo, { x: -50, y: -50, width: 100, height: 100 })).toBeCloseTo(40, 10);
  expect(meanLuma(photo, { x: 0, y: 0, width: 100, height: 100 })).toBeCloseTo(160, 10);
  expect(meanLuma(photo, { x: 200, y: 0, width: 10, height: 10 })).toBeNaN();
});
