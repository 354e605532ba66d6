import type { ChipImage } from '../api/face.ts';
import { lumaAt } from '../photo/luma.ts';

/** What light and sharpness of an aligned face are like. */
export interface ChipMeasures {
  /** Mean luma, from 0 (black) to 1 (white). */
  readonly brightness: number;
  /** Standard deviation of the luma, likewise. */
  readonly contrast: number;
  /** Variance of the Laplacian of the luma, of 0 to 255 (Pech-Pacheco 2000). */
  readonly sharpness: number;
}

/** The share of a chip's sides that is measured: its middle, which the face fills. */
const middle = 0.75;

/** Measures an aligned chip. Numbers of chips are comparable where size and template are the same. */
export function measureChip({ width, height, data }: ChipImage): ChipMeasures {
  const luma = (x: number, y: number) => {
    const i = (y * width + x) * 4;
    return lumaAt(data, i);
  };
  const margin = (side: number) => Math.max(1, Math.round((side * (1 - middle)) / 2));
  const [left, top] = [margin(width), margin(height)];
  const lumas = new Tally();
  const edges = new Tally();
  for (let y = top; y < height - top; y++) {
    for (let x = left; x < width - left; x++) {
      const own = luma(x, y);
      lumas.add(own);
      edges.add(luma(x - 1, y) + luma(x + 1, y) + luma(x, y - 1) + luma(x, y + 1) - 4 * own);
    }
  }
  return {
    brightness: lumas.mean / 255,
    contrast: Math.sqrt(lumas.variance) / 255,
    sharpness: edges.variance,
  };
}

/** Mean and variance of numbers that come one after the other (Welford 1962). */
class Tally {
  mean = 0;
  #count = 0;
  #squares = 0;

  add(value: number): void {
    const before = value - this.mean;
    this.mean += before / ++this.#count;
    this.#squares += before * (value - this.mean);
  }

  get variance(): number {
    return this.#count === 0 ? 0 : this.#squares / this.#count;
  }
}
