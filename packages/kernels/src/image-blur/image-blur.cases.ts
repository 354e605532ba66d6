import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface ImageBlurCase {
  readonly name: string;
  readonly shape: Shape;
  readonly deviations: readonly number[];
  readonly folded?: boolean;
}

export const imageBlurCases: readonly ImageBlurCase[] = [
  { name: 'one pixel', shape: [1, 1, 1, 3], deviations: [2] },
  { name: 'several widths', shape: [4, 7, 13, 3], deviations: [0, 0.4, 1, 2.3] },
  { name: 'wider than the image', shape: [1, 5, 9, 3], deviations: [7] },
  { name: 'cut off', shape: [1, 3, 67, 1], deviations: [30] },
  { name: 'a row', shape: [2, 1, 65, 4], deviations: [1.5, 0] },
  { name: 'folded', shape: [1, 33, 31, 3], deviations: [0.8], folded: true },
  { name: 'no images', shape: [0, 4, 4, 3], deviations: [] },
];

/** A case at random. */
export function drawImageBlur(random: Random): ImageBlurCase {
  const side = () => random.pick([1, 2, 7, 8, 16, 17]);
  const shape = [random.integer(1, 3), side(), side(), random.integer(1, 4)];
  const deviations = Array.from({ length: shape[0] }, () => random.pick([0, random.uniform(0, 3)]));
  return { name: `${shape.join('×')}`, shape, deviations };
}
