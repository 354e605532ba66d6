import { elementCount } from '../tensor/tensor.ts';
import { roundTo } from '../tensor/values.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { adam } from './adam.ts';
import { optimizerStateShape } from './contract.ts';
import { optimizerCases } from './optimizer.cases.ts';
import { adamReference, padded } from './optimizer.reference.ts';

kernelTest('adam', {
  cases: optimizerCases,
  reals: ['f32'],
  run: async (f, { shape, decay, step = 1 }) => {
    const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay };
    const count = elementCount(shape);
    const state = optimizerStateShape(shape, 2);
    const missing = [settings.beta1, settings.beta2].map((beta) => 1 - beta ** step);
    const rate = f.input([3], 'dense', [0.1, ...missing]);
    const scale = f.input([1], 'dense', [0.5]);
    const [value, gradient] = [f.input(shape, 'dense'), f.input(shape, 'dense')];
    const mean = roundTo(f.values(count), 'f32');
    const square = roundTo(f.values(count, 0, 1), 'f32');
    const kept = padded(Float64Array.of(...mean, ...square), state);
    const moments = f.input(state, 'dense', kept);
    const [newValue, newMoments] = [f.output(shape, 'dense'), f.output(state, 'dense')];
    await f.run(
      adam({
        ...settings,
        rate: rate.tensor,
        scale: scale.tensor,
        value: value.tensor,
        gradient: gradient.tensor,
        moments: moments.tensor,
        newValue,
        newMoments,
      }),
    );
    const expected = adamReference({
      ...settings,
      rate: rate.values[0],
      step,
      scale: scale.values[0],
      value: value.values,
      gradient: gradient.values,
      mean,
      square,
    });
    await f.compare(newValue, expected.value, elementwiseTolerances.f32);
    const both = Float64Array.of(...expected.mean, ...expected.square);
    await f.compare(newMoments, padded(both, state), elementwiseTolerances.f32);
  },
});
