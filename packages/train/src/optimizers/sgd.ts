import { optimizerStateShape, type SgdSettings } from '@facegpu/kernels';
import type { Optimizer } from './optimizer.ts';

/** Stochastic gradient descent: with a momentum of 0, no Nesterov and no decay unless told. */
export function sgd(settings: Partial<SgdSettings> = {}): Optimizer {
  return {
    operator: 'sgd',
    attributes: { momentum: 0, nesterov: false, decay: 0, ...settings },
    stateShape: (value) => optimizerStateShape(value, 1),
    rateCount: 1,
    rates: (rate) => [rate],
  };
}
