import { type Activation, activate, identity } from '../shader/activation.ts';
import type { BatchNormStatistics } from './fold.ts';

export interface BatchNormReferenceArgs extends BatchNormStatistics {
  readonly input: Float64Array;
  readonly activation?: Activation | undefined;
}

/** The formula of a batch normalisation as it is written, in float64 over row-major arrays. */
export function batchNormReference(args: BatchNormReferenceArgs): Float64Array {
  const { input, mean, variance, scale, offset, epsilon, activation = identity } = args;
  return input.map((x, i) => {
    const c = i % mean.length;
    const normalised = (x - mean[c]) / Math.sqrt(variance[c] + epsilon);
    return activate(activation, normalised * (scale?.[c] ?? 1) + (offset?.[c] ?? 0));
  });
}
