import { difference, type Tolerance } from './compare.ts';

/** What a gradient is compared with. */
export interface GradientCheck {
  /** The function in float64, as all of its outputs. */
  readonly of: (input: Float64Array) => Float64Array;
  /** Where the gradient is taken: no kink is nearer than the step. */
  readonly at: Float64Array;
  /** The gradient of some loss by the function's outputs. */
  readonly outputGradient: Float64Array;
  /** That of the loss by the input. */
  readonly gradient: Float64Array;
}

const step = 1e-5;
const agreement: Tolerance = { relative: 1e-6, floor: 1e-6 };

/**
 * Says how a gradient differs from central differences of its function by more than 1e-6, or
 * `undefined` where it doesn't. The loss is the sum of the outputs, each times its gradient.
 */
export function differenceFromSlope(check: GradientCheck): string | undefined {
  const { of, at, outputGradient, gradient } = check;
  const moved = (i: number, by: number) => {
    const input = at.slice();
    input[i] += by;
    return of(input).reduce((sum, value, j) => sum + value * outputGradient[j], 0);
  };
  const slopes = at.map((_, i) => (moved(i, step) - moved(i, -step)) / (2 * step));
  return difference(gradient, slopes, [at.length], agreement);
}
