import type { ImageInput } from '@facegpu/nn';

/** Every network here reads its photo under this name. */
export const image = 'image';

/** Brings 0 … 255 to -1 … 1. */
export function centred(size: number): ImageInput {
  const mean = 127.5;
  const scale = 1 / 127.5;
  return pixels(size, [mean, mean, mean], scale);
}

/** Takes the mean colour off the pixels and divides them by 255. */
export function meanColour(size: number, mean: readonly [number, number, number]): ImageInput {
  return pixels(size, mean, 1 / 255);
}

function pixels(size: number, mean: readonly number[], scale: number): ImageInput {
  const common = { name: image, sizes: [[size, size]], channels: 'rgb' } as const;
  return { ...common, mean, scale: [scale, scale, scale] };
}

/** The mean colour of the portraits that the networks for cropped faces were trained on. */
export const faceMean = [122.782, 117.001, 104.298] as const;
