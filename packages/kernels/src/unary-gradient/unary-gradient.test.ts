import { activationReference } from '../activation/activation.reference.ts';
import type { Activation } from '../shader/activation.ts';
import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { unaryReference } from '../unary/unary.reference.ts';
import type { UnaryName } from '../unary/unary.ts';
import { differentiable, drawUnaryGradient, unaryGradientCases } from './unary-gradient.cases.ts';
import { unaryGradientReference } from './unary-gradient.reference.ts';
import { type UnaryGradientArgs, type UnaryGradientName, unaryGradient } from './unary-gradient.ts';

kernelTest('unaryGradient', {
  cases: unaryGradientCases,
  draw: drawUnaryGradient,
  draws: 6,
  reals: ['f32'],
  run: async (f, { op, shape, layout, alpha, beta, low, high }) => {
    const input = f.input(shape, layout, f.values(elementCount(shape), low, high));
    const outputGradient = f.input(shape, layout);
    const output = f.output(shape, layout);
    const tensors = { input: input.tensor, outputGradient: outputGradient.tensor, output };
    await f.run(unaryGradient({ op, ...tensors, alpha, beta }));
    const { values } = outputGradient;
    const reference = unaryGradientReference(op, input.values, values, alpha, beta);
    await f.compare(output, reference, elementwiseTolerances.f32);
  },
});

const activations: ReadonlyMap<string, (slope: number) => Activation> = new Map([
  ...(['identity', 'relu', 'relu6', 'sigmoid', 'tanh', 'hardSwish'] as const).map(
    (kind) => [kind, (): Activation => ({ kind })] as const,
  ),
  ['leakyRelu', (slope: number): Activation => ({ kind: 'leakyRelu', slope })] as const,
]);

/** What an operation makes of each element. */
function forward(op: UnaryGradientName, x: Float64Array, alpha: number, beta: number) {
  const activation = activations.get(op);
  if (activation) return activationReference(x, activation(alpha));
  return unaryReference(op as UnaryName, x, alpha, beta);
}

describe('unaryGradientReference', () => {
  const random = new Random(7);
  for (const [op, { low = -8, high = 8, alpha = 0, beta = 0 } = {}] of differentiable) {
    it(`is the slope of ${op} ${alpha} ${beta}`, () => {
      const of = (x: Float64Array) => forward(op, x, alpha, beta);
      // Kinks and poles lie at multiples of a quarter; beyond some there is no function.
      const isSmooth = (x: number) =>
        Math.abs(4 * x - Math.round(4 * x)) > 0.04 && !Number.isNaN(of(Float64Array.of(x))[0]);
      const drawn = random.values(40, low, high);
      const at = drawn.filter(isSmooth);
      expect(at.length).toBeGreaterThan(20);
      const outputGradient = random.values(at.length);
      const gradient = unaryGradientReference(op, at, outputGradient, alpha, beta);
      expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
    });
  }
});

describe('unaryGradient arguments', () => {
  const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
  const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
  const args: UnaryGradientArgs = {
    op: 'exp',
    input: tensor(),
    outputGradient: tensor(),
    output: tensor(),
  };
  const wrong: Readonly<Record<string, Partial<UnaryGradientArgs>>> = {
    halves: { input: tensor({ dtype: 'f16' }) },
    'a gradient of another shape': { outputGradient: tensor({ shape: [3, 2] }) },
    'an output of another shape': { output: tensor({ shape: [3, 2] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => unaryGradient({ ...args, ...change })).toThrow(error);
    });
  }
});
