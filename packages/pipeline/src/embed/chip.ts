import type { ChipImage } from '../api/face.ts';
import type { Batch } from '../gpu/batch.ts';
import type { CropNetwork } from '../gpu/crop-network.ts';

/** Which of R, G and B each channel of a network's input says. */
const coloursOf = {
  rgb: [[0], [1], [2]],
  bgr: [[2], [1], [0]],
  grey: [[0, 1, 2]],
} as const;

/** The picture that a network saw: its normalised input, brought back to bytes. */
export function readChip(
  { input, image }: Pick<CropNetwork, 'input' | 'image'>,
  batch: Batch,
  face: number,
): ChipImage {
  const [, height, width] = input.shape;
  const values = batch.row(input, face);
  const data = new Uint8ClampedArray(height * width * 4).fill(255);
  const { channels, mean, scale } = image;
  values.forEach((value, i) => {
    const channel = i % mean.length;
    const pixel = Math.floor(i / mean.length) * 4;
    const byte = value / scale[channel] + mean[channel];
    for (const colour of coloursOf[channels][channel]) data[pixel + colour] = byte;
  });
  return { width, height, data };
}
