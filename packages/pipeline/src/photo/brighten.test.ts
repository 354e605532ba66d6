import { describe, expect, it } from 'vitest';
import { brighten, measureLight } from './brighten.ts';
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
    const light = measureLight(dark);
    expect(light.dark).toBe(1);
    expect(brighten(dark, light).data).toEqual(photoOf([width, height], () => 110).data);
    // What it was made of stays as it is.
    expect(dark.data).toEqual(photoOf([width, height], () => 11).data);
  });

  it('with its contrast, and floats as they are', () => {
    const dark = photoOf([120, 120], (x) => (x % 2 === 0 ? 5 : 17), Float32Array);
    const photo = brighten(dark, measureLight(dark));
    expect(greyOf(photo, 60, 60)).toBeCloseTo(50, 4);
    expect(greyOf(photo, 61, 60)).toBeCloseTo(170, 4);
  });

  it('where it is dark alone', () => {
    const photo = photoOf([120, 60], (x) => (x < 40 ? 22 : 200));
    const light = measureLight(photo);
    expect(light).toMatchObject({ columns: 12, rows: 6 });
    expect(light.dark).toBeCloseTo(1 / 3, 10);
    const brighter = brighten(photo, light);
    expect(greyOf(brighter, 0, 30)).toBe(110);
    expect(greyOf(brighter, 100, 30)).toBe(200);
    // Between the middles of two parts the gain changes evenly: from 5 to 1.
    expect(greyOf(brighter, 39, 30)).toBe(Math.floor(22 * (5 - 4 * 0.45)));
  });

  it('no more than sixteen times, and not where it is bright enough', () => {
    const flat = (grey: number) => photoOf([10, 10], () => grey);
    const brighter = (grey: number) => brighten(flat(grey), measureLight(flat(grey))).data;
    expect(brighter(1)).toEqual(flat(16).data);
    expect(brighter(0)).toEqual(flat(0).data);
    expect(brighter(110)).toEqual(flat(110).data);
    expect(measureLight(flat(40)).dark).toBe(0);
  });
});

it('luma is that of the part which lies in the photo', () => {
  const photo = photoOf([100, 100], (x, y) => (x < 50 && y < 50 ? 40 : 200));
  expect(meanLuma(photo, { x: 0, y: 0, width: 50, height: 50 })).toBeCloseTo(40, 10);
  expect(meanLuma(photo, { x: -50, y: -50, width: 100, height: 100 })).toBeCloseTo(40, 10);
  expect(meanLuma(photo, { x: 0, y: 0, width: 100, height: 100 })).toBeCloseTo(160, 10);
  expect(meanLuma(photo, { x: 200, y: 0, width: 10, height: 10 })).toBeNaN();
});
