import type { Shape } from '../tensor/tensor.ts';

/** Images of the same shape, in float64; the random words are exactly the shader's. */
export function imageNoiseReference(
  input: ArrayLike<number>,
  [batch, height, width, channels]: Shape,
  deviations: ArrayLike<number>,
  seeds: ArrayLike<number>,
): Float64Array {
  const count = height * width * channels;
  return Float64Array.from({ length: batch * count }, (_, i) => {
    const n = Math.floor(i / count);
    return input[i] + deviations[n] * normal(seeds[n], i % count);
  });
}

function normal(seed: number, element: number): number {
  const word = (number: number) => hash((hash(seed) ^ (2 * element + number)) >>> 0);
  const share = (bits: number) => ((bits >>> 8) + 1) / 2 ** 24;
  const angle = 2 * Math.PI * (share(word(1)) - 0.5);
  return Math.sqrt(-2 * Math.log(share(word(0)))) * Math.cos(angle);
}

/** PCG's output function, RXS-M-XS of 32 bits (O'Neill 2014). */
function hash(value: number): number {
  const state = (Math.imul(value, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}
