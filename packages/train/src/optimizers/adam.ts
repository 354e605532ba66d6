import { type AdamSettings, optimizerStateShape } from '@facegpu/kernels';
import type { Optimizer } from './optimizer.ts';

/**
 * Adam (Kingma 2015): beta1 of 0.9, beta2 of 0.999, epsilon of 1e-8 unless told. With a decay it is AdamW
 * (Loshchilov 2019).
 */
export function adam(settings: Partial<AdamSettings> = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0 } = settings;
  return {
    operator: 'adam',
    attributes: { beta1, beta2, epsilon, decay },
    stateShape: (value) => optimizerStateShape(value, 2),
    rateCount: 3,
    rates: (rate, step) => [rate, 1 - beta1 ** step, 1 - beta2 ** step],
  };
}
