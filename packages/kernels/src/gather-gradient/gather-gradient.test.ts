import {
  drawGather,
  type GatherCase,
  gatherCases,
  gatherIndices,
  indicesShape,
} from '../gather/gather.cases.ts';
import { gatherReference } from '../gather/gather.reference.ts';
import { gatherShape } from '../gather/gather.ts';
import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { gatherGradientReference } from './gather-gradient.reference.ts';
import { type GatherGradientArgs, gatherGradient } from './gather-gradient.ts';

/** The cases of gathering, each once: reals of which all are wanted. */
const cases = gatherCases.filter(({ dtype, count }) => dtype === undefined && count === undefined);

const draw = (random: Random): GatherCase => {
  const { dtype, count, ...kase } = drawGather(random);
  return kase;
};

const fromFront = ({ shape, axis = 0 }: GatherCase) => (axis < 0 ? axis + shape.length : axis);

kernelTest('gatherGradient', {
  cases,
  draw,
  draws: 12,
  reals: ['f32'],
  run: async (f, kase) => {
    const { shape, axis = 0, signed } = kase;
    const drawn = gatherIndices(f.random, kase);
    const indices = f.input(indicesShape(kase), 'dense', drawn, signed ? 'i32' : 'u32');
    const outputGradient = f.input(gatherShape(shape, indices.tensor.shape, axis), 'dense');
    const output = f.output(shape, 'dense');
    const tensors = { outputGradient: outputGradient.tensor, indices: indices.tensor, output };
    await f.run(gatherGradient({ ...tensors, axis }));
    const { values } = outputGradient;
    const reference = gatherGradientReference(values, shape, indices.values, fromFront(kase));
    await f.compare(output, reference);
  },
});

describe('gatherGradientReference', () => {
  const random = new Random(19);
  const drawn = Array.from({ length: 20 }, () => draw(random));
  const small = [...cases, ...drawn].filter(({ shape }) => elementCount(shape) < 300);
  for (const kase of small) {
    it(`is the slope of ${kase.name}`, () => {
      const { shape } = kase;
      const along = fromFront(kase);
      const indices = gatherIndices(random, kase);
      const at = random.values(elementCount(shape));
      const of = (input: Float64Array) => gatherReference(input, shape, indices, along);
      const outputGradient = random.values(of(at).length);
      const gradient = gatherGradientReference(outputGradient, shape, indices, along);
      expect(differenceFromSlope({ of, at, outputGradient, gradient })).toBeUndefined();
    });
  }
});

describe('gatherGradient arguments', () => {
  const spec: TensorSpec = { shape: [7, 5], dtype: 'f32', layout: 'dense' };
  const args: GatherGradientArgs = {
    outputGradient: new Tensor('output gradient', { ...spec, shape: [3, 5] }),
    indices: new Tensor('indices', { ...spec, shape: [3], dtype: 'u32' }),
    output: new Tensor('output', spec),
  };
  const wrong: Readonly<Record<string, Partial<GatherGradientArgs>>> = {
    'indices of f32': { indices: new Tensor('indices', { ...spec, shape: [3] }) },
    'an axis that is not there': { axis: 2 },
    'a gradient of other rows': { outputGradient: new Tensor('output gradient', spec) },
    'an output of halves': { output: new Tensor('output', { ...spec, dtype: 'f16' }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => gatherGradient({ ...args, ...change })).toThrow(error);
    });
  }
});
