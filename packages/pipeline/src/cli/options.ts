import { InvalidArgumentError } from 'commander';
import type { PipelineOptions } from '../api/options.ts';

/** A number from `low` to `high`. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      Number.isFinite(high)
        ? `Give a number from ${low} to ${high}.`
        : `Give a number from ${low}.`,
    );
  };
}

/** Any number. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number.');
}

/** Models as options name them. */
export interface ModelOptions {
  readonly detector?: string;
  /** `none` leaves it to the detector's keypoints. */
  readonly landmarker?: string;
}

/** The same for a pipeline. */
export function modelsOf({
  detector,
  landmarker,
}: ModelOptions): Pick<PipelineOptions, 'detector' | 'landmarker'> {
  return {
    ...(detector !== undefined && { detector }),
    ...(landmarker !== undefined && { landmarker: landmarker === 'none' ? false : landmarker }),
  };
}
