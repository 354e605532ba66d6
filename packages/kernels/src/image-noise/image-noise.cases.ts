import type { Random } from '../testing/random.ts';

export interface ImageNoiseCase {
  readonly name: string;
  /** Images, rows and columns. */
  readonly size: readonly [batch: number, height: number, width: number];
  readonly folded?: boolean;
}

export const imageNoiseCases: readonly ImageNoiseCase[] = [
  { name: 'one pixel', size: [1, 1, 1] },
  { name: 'several images', size: [4, 7, 13] },
  { name: 'a workgroup and one', size: [1, 5, 13] },
  { name: 'folded', size: [2, 33, 31], folded: true },
  { name: 'no images', size: [0, 4, 4] },
];

/** A case at random. */
export function drawImageNoise(random: Random): ImageNoiseCase {
  const side = () => random.pick([1, 2, 7, 8, 63, 65]);
  const size = [random.integer(1, 3), side(), side()] as const;
  return { name: size.join('×'), size };
}
