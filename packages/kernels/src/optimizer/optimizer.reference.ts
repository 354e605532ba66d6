import type { AdamSettings } from './adam.ts';
import type { SgdSettings } from './sgd.ts';

export interface SgdReferenceArgs extends SgdSettings {
  readonly rate: number;
  readonly scale: number;
  readonly value: Float64Array;
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
}

/** The new value and velocity, in float64. */
export function sgdReference(args: SgdReferenceArgs) {
  const { rate, scale, gradient, momentum, nesterov, decay } = args;
  const value = args.value.slice();
  const velocity = args.velocity.slice();
  for (let i = 0; i < value.length; i++) {
    const slope = gradient[i] * scale + decay * value[i];
    velocity[i] = momentum * velocity[i] + slope;
    value[i] -= rate * (nesterov ? slope + momentum * velocity[i] : velocity[i]);
  }
  return { value, velocity };
}

export interface AdamReferenceArgs extends AdamSettings {
  readonly rate: number;
  /** Steps so far, this one included. */
  readonly step: number;
  readonly scale: number;
  readonly value: Float64Array;
  readonly gradient: Float64Array;
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

/** The new value and moments, in float64. */
export function adamReference(args: AdamReferenceArgs) {
  const { rate, step, scale, gradient, beta1, beta2, epsilon, decay } = args;
  const value = args.value.slice();
  const mean = args.mean.slice();
  const square = args.square.slice();
  for (let i = 0; i < value.length; i++) {
    const slope = gradient[i] * scale;
    mean[i] = beta1 * mean[i] + (1 - beta1) * slope;
    square[i] = beta2 * square[i] + (1 - beta2) * slope ** 2;
    const [m, v] = [mean[i] / (1 - beta1 ** step), square[i] / (1 - beta2 ** step)];
    value[i] -= rate * (m / (Math.sqrt(v) + epsilon) + decay * value[i]);
  }
  return { value, mean, square };
}

/** Rows of values as optimisers keep them: with zeros to the end of a `vec4`. */
export function padded(
  values: Float64Array,
  [rows, width]: readonly [number, number],
): Float64Array {
  const result = new Float64Array(rows * width);
  const count = values.length / rows;
  for (let row = 0; row < rows; row++) {
    result.set(values.subarray(row * count, (row + 1) * count), row * width);
  }
  return result;
}

/** The average after a value that counts by a share, in float64. */
export function movingAverageReference(
  average: Float64Array,
  value: Float64Array,
  share: number,
): Float64Array {
  return average.map((each, i) => (1 - share) * each + share * value[i]);
}
