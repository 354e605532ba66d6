import { difference } from '@facegpu/kernels/testing';
import sharp, { type Sharp } from 'sharp';
import { expect } from 'vitest';
import type { Photo } from '../photo/photo.ts';

/** Red, green and blue, perhaps alpha. */
export type Colour = readonly number[];

/** Three columns and two rows of squares, all in different colours. */
export const colours: readonly Colour[] = [
  [250, 10, 20],
  [30, 240, 40],
  [50, 60, 230],
  [240, 230, 30],
  [20, 220, 210],
  [120, 60, 10],
];
const across = 3;
const down = 2;
const side = 16;

/** Size of the picture of these squares, in pixels. */
export const width = across * side;
export const height = down * side;

export function colourAt(x: number, y: number): Colour {
  return colours[Math.floor(y / side) * across + Math.floor(x / side)];
}

/** The bytes of a picture, row after row. */
export function draw(
  columns: number,
  rows: number,
  colour: (x: number, y: number) => Colour,
): Uint8Array<ArrayBuffer> {
  const pixels = Array.from({ length: rows * columns }, (_, i) => {
    return colour(i % columns, Math.floor(i / columns));
  });
  return Uint8Array.from(pixels.flat());
}

export const rgb = draw(width, height, colourAt);
export const rgba = draw(width, height, (x, y) => [...colourAt(x, y), 255]);

/** The picture, to be stored in any format. */
export function picture(): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

/** Which pixel of the upright picture is stored in a column and a row, as EXIF defines it. */
const stored: ((column: number, row: number) => [x: number, y: number])[] = [
  (column, row) => [column, row],
  (column, row) => [width - 1 - column, row],
  (column, row) => [width - 1 - column, height - 1 - row],
  (column, row) => [column, height - 1 - row],
  (column, row) => [row, column],
  (column, row) => [width - 1 - row, column],
  (column, row) => [width - 1 - row, height - 1 - column],
  (column, row) => [row, height - 1 - column],
];

/** What EXIF knows. */
export const orientations: readonly number[] = stored.map((_, i) => i + 1);

/** The picture as a camera held that way stores it, to be stored in any format. */
export function turned(orientation: number): Sharp {
  const place = stored[orientation - 1];
  const [columns, lines] = orientation > 4 ? [height, width] : [width, height];
  const pixels = draw(columns, lines, (x, y) => colourAt(...place(x, y)));
  const raw = { width: columns, height: lines, channels: 3 } as const;
  return sharp(pixels, { raw }).withMetadata({ orientation });
}

/** Expects the picture, and each value no farther from it than this. */
export function expectPicture(
  photo: Photo,
  tolerance: number,
  pixels: ArrayLike<number> = rgba,
): void {
  const { data, ...size } = photo;
  expect(size).toEqual({ width, height, originalWidth: width, originalHeight: height });
  const problem = difference(data, pixels, [height, width, 4], { relative: tolerance / 255 });
  expect(problem).toBeUndefined();
}
