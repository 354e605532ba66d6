import { elementCount } from '../tensor/tensor.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { type ActivationCase, activationCases } from './activation.cases.ts';
import { activationReference } from './activation.reference.ts';
import { activation } from './activation.ts';

kernelTest('activation', {
  cases: activationCases,
  draw: (random): ActivationCase => {
    const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(1, 12));
    const slope = random.uniform(0, 0.5);
    return {
      name: `leakyRelu [${shape}]`,
      shape,
      layout: 'dense',
      activation: { kind: 'leakyRelu', slope },
    };
  },
  run: async (f, { shape, layout, activation: kind }) => {
    // Wide enough to reach the flat ends of every function.
    const values = f.values(elementCount(shape), -12, 12);
    const input = f.input(shape, layout, values);
    const output = f.output(shape, layout);
    await f.run(activation({ input: input.tensor, output, activation: kind }));
    await f.compare(output, activationReference(input.values, kind), elementwiseTolerances[f.real]);
  },
});
