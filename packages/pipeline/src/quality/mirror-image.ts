import type { ChipImage } from '../api/face.ts';

/** A picture with left and right exchanged. */
export function mirrorImage({ width, height, data }: ChipImage): ChipImage {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const mirrored = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) mirrored[y * width + x] = pixels[(y + 1) * width - 1 - x];
  }
  return { width, height, data: new Uint8ClampedArray(mirrored.buffer) };
}
