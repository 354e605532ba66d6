import type { Box } from '../api/face.ts';
import type { Photo } from './photo.ts';

/** As many pixels of a row, and rows, are looked at. */
const samples = 24;

/** Luma of a pixel, from where its red is: ITU-R BT.601. */
export function lumaAt(data: ArrayLike<number>, at: number): number {
  return 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
}

/**
 * The mean luma of a part of a photo, from 0 to 255, of a grid of its pixels.
 *
 * @param box in the photo's pixels; what is outside of it isn't counted
 * @returns NaN where all of it is outside
 */
export function meanLuma({ data, width, height }: Photo, box: Box): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < samples; row++) {
    const y = Math.floor(box.y + ((row + 0.5) * box.height) / samples);
    if (y < 0 || y >= height) continue;
    for (let column = 0; column < samples; column++) {
      const x = Math.floor(box.x + ((column + 0.5) * box.width) / samples);
      if (x < 0 || x >= width) continue;
      sum += lumaAt(data, 4 * (y * width + x));
      count++;
    }
  }
  return sum / count;
}
