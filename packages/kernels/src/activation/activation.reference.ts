import { type Activation, activate } from '../shader/activation.ts';

/** Each element through the activation, in float64. */
export function activationReference(x: Float64Array, activation: Activation): Float64Array {
  return x.map((value) => activate(activation, value));
}
