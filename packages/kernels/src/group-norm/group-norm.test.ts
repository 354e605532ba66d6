import { activate, identity } from '../shader/activation.ts';
import { elementCount, imageShape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGroupNorm, groupNormCases } from './group-norm.cases.ts';
import { groupNormReference } from './group-norm.reference.ts';
import { type GroupNormArgs, groupNorm } from './group-norm.ts';

kernelTest('groupNorm', {
  cases: groupNormCases,
  draw: drawGroupNorm,
  draws: 12,
  run: async (f, kase) => {
    const { shape, groups, epsilon = 1e-3, activation = identity, shift = 0 } = kase;
    const channels = imageShape(shape)[3];
    const values = f.values(elementCount(shape)).map((value) => value + shift);
    const input = f.input(shape, 'nhwc4', values);
    const scale = kase.scale ? f.weight([channels]) : undefined;
    const offset = kase.offset ? f.weight([channels]) : undefined;
    const output = f.output(shape, 'nhwc4');
    const args = { input: input.tensor, groups, scale, offset, epsilon, activation, output };
    await f.run(groupNorm({ ...args, live: f.live(kase.live) }));
    const reference = groupNormReference({
      input: input.values,
      inputShape: shape,
      groups,
      scale: scale?.values,
      offset: offset?.values,
      epsilon,
    }).map((value) => activate(activation, value));
    // Values in f32 that lie 100 away from 0 have but 17 bits for what they differ in.
    const tolerance = shift === 0 || f.real === 'f16' ? undefined : { relative: 1e-4 };
    await f.compareLive(output, reference, kase.live, tolerance);
  },
});

describe('groupNorm arguments', () => {
  const image: TensorSpec = { shape: [1, 4, 4, 6], dtype: 'f32', layout: 'nhwc4' };
  const args: GroupNormArgs = {
    input: new Tensor('input', image),
    output: new Tensor('output', image),
    groups: 3,
    epsilon: 1e-5,
  };
  const vector = (count: number) => {
    return { tensor: new Tensor('vector', { shape: [count], dtype: 'f32', layout: 'dense' }) };
  };
  const wrong: Readonly<Record<string, Partial<GroupNormArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...image, dtype: 'u32' }) },
    'a dense input': { input: new Tensor('input', { ...image, layout: 'dense' }) },
    'an output of another dtype': { output: new Tensor('output', { ...image, dtype: 'f16' }) },
    'groups that do not divide the channels': { groups: 4 },
    'no groups': { groups: 0 },
    'a scale of another length': { scale: vector(5) },
    'an offset of another length': { offset: vector(3) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => groupNorm({ ...args, ...change })).toThrow(error);
    });
  }

  it('are fine as they are', () => {
    expect(groupNorm(args)).toHaveLength(3);
  });
});
