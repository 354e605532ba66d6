import type { ChipImage } from '../api/face.ts';
import type { Batch } from '../gpu/batch.ts';
import type { CropNetwork } from '../gpu/crop-network.ts';

/** The picture that a network saw: its normalised input, brought back to bytes. */
export function readChip(
  { input, recipe }: Pick<CropNetwork, 'input' | 'recipe'>,
  batch: Batch,
  face: number,
): ChipImage {
  const [, height, width] = input.shape;
  const values = batch.row(input, face);
  const data = new Uint8ClampedArray(height * width * 4).fill(255);
  values.forEach((value, i) => {
    const channel = i % 3;
    data[Math.floor(i / 3) * 4 + channel] = value / recipe.scale[channel] + recipe.mean[channel];
  });
  return { width, height, data };
}
