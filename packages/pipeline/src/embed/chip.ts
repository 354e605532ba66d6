import { elementCount, type Readback } from '@facegpu/kernels';
import type { ChipImage } from '../api/face.ts';
import type { CropNetwork } from '../gpu/crop-network.ts';

/** The picture that a network saw: its normalised input, brought back to bytes. */
export function readChip(
  { input, recipe }: Pick<CropNetwork, 'input' | 'recipe'>,
  readback: Readback,
  index: number,
): ChipImage {
  const [, height, width] = input.shape;
  const size = elementCount(input.shape.slice(1));
  const values = readback.values(input).subarray(index * size, (index + 1) * size);
  const data = new Uint8ClampedArray(height * width * 4).fill(255);
  values.forEach((value, i) => {
    const channel = i % 3;
    data[Math.floor(i / 3) * 4 + channel] = value / recipe.scale[channel] + recipe.mean[channel];
  });
  return { width, height, data };
}
