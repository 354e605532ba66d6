import { elementCount } from '../tensor/tensor.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { optimizerStateShape } from './contract.ts';
import { optimizerCases } from './optimizer.cases.ts';
import { padded, sgdReference } from './optimizer.reference.ts';
import { sgd } from './sgd.ts';

kernelTest('sgd', {
  cases: optimizerCases,
  reals: ['f32'],
  run: async (f, { shape, decay, nesterov = false }) => {
    const state = optimizerStateShape(shape, 1);
    const [rate, scale] = [f.input([1], 'dense', [0.1]), f.input([1], 'dense', [0.5])];
    const [value, gradient] = [f.input(shape, 'dense'), f.input(shape, 'dense')];
    const velocity = f.input(state, 'dense');
    const [newValue, newVelocity] = [f.output(shape, 'dense'), f.output(state, 'dense')];
    const settings = { momentum: 0.9, nesterov, decay };
    await f.run(
      sgd({
        ...settings,
        rate: rate.tensor,
        scale: scale.tensor,
        value: value.tensor,
        gradient: gradient.tensor,
        velocity: velocity.tensor,
        newValue,
        newVelocity,
      }),
    );
    const expected = sgdReference({
      ...settings,
      rate: rate.values[0],
      scale: scale.values[0],
      value: value.values,
      gradient: gradient.values,
      velocity: velocity.values.subarray(0, elementCount(shape)),
    });
    await f.compare(newValue, expected.value, elementwiseTolerances.f32);
    await f.compare(newVelocity, padded(expected.velocity, state), elementwiseTolerances.f32);
  },
});
