import type { Random } from '../testing/random.ts';
import { jpegStep } from './tables.ts';

export interface JpegBlocksCase {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** One for each image. */
  readonly steps: readonly number[];
  readonly folded?: boolean;
}

export const jpegBlocksCases: readonly JpegBlocksCase[] = [
  { name: 'one block', height: 8, width: 8, steps: [jpegStep(50)] },
  { name: 'one pixel', height: 1, width: 1, steps: [jpegStep(10)] },
  { name: 'several qualities', height: 17, width: 13, steps: [0, 5, 20, 90].map(qualityStep) },
  { name: 'folded', height: 33, width: 31, steps: [jpegStep(30), 0], folded: true },
  { name: 'no images', height: 4, width: 4, steps: [] },
];

/** A case at random. */
export function drawJpegBlocks(random: Random): JpegBlocksCase {
  const [height, width] = [random.integer(1, 25), random.integer(1, 25)];
  const steps = Array.from({ length: random.integer(1, 3) }, () => jpegStep(random.integer(1, 95)));
  return { name: `${steps.length} of ${height}×${width}`, height, width, steps };
}

function qualityStep(quality: number): number {
  return quality === 0 ? 0 : jpegStep(quality);
}
