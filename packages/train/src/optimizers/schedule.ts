import { FaceGpuError } from '@facegpu/kernels';

/** The learning rate at a step, which counts from 1. */
export type Schedule = (step: number) => number;

export interface CosineOptions {
  /** The highest rate. */
  readonly rate: number;
  /** Steps in all. */
  readonly steps: number;
  /** Steps in which it rises from 0, evenly; none unless told. */
  readonly warmUp?: number;
  /** The rate at the end; 0 unless told. */
  readonly end?: number;
}

/**
 * A warm-up, and then half a cosine down (Loshchilov 2017).
 *
 * @throws FaceGpuError `bad-argument`
 */
export function cosine({ rate, steps, warmUp = 0, end = 0 }: CosineOptions): Schedule {
  if (!(rate > 0 && steps >= 1 && warmUp >= 0 && warmUp < steps && end >= 0 && end <= rate)) {
    throw new FaceGpuError(
      'bad-argument',
      `a rate of ${rate} that ends at ${end}, in ${steps} steps after ${warmUp} of warm-up`,
      'Give a rate above 0, an end from 0 to the rate, and fewer steps of warm-up than there are.',
    );
  }
  return (step) => {
    if (step <= warmUp) return (rate * step) / warmUp;
    const share = Math.min(1, (step - warmUp) / (steps - warmUp));
    return end + ((rate - end) * (1 + Math.cos(Math.PI * share))) / 2;
  };
}
