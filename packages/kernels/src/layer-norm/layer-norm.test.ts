import { elementCount, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawLayerNorm, layerNormCases } from './layer-norm.cases.ts';
import { layerNormReference } from './layer-norm.reference.ts';
import { type LayerNormArgs, layerNorm } from './layer-norm.ts';

kernelTest('layerNorm', {
  cases: layerNormCases,
  draw: drawLayerNorm,
  draws: 12,
  run: async (f, kase) => {
    const { shape, axis } = kase;
    const normalised = shape.slice(axis < 0 ? axis + shape.length : axis);
    const input = f.input(shape, 'dense');
    const scale = kase.scale ? f.weight(normalised) : undefined;
    const offset = kase.offset ? f.weight(normalised) : undefined;
    const output = f.output(shape, 'dense');
    const epsilon = 1e-3;
    await f.run(layerNorm({ input: input.tensor, axis, scale, offset, epsilon, output }));
    const reference = layerNormReference({
      input: input.values,
      size: elementCount(normalised),
      scale: scale?.values,
      offset: offset?.values,
      epsilon,
    });
    await f.compare(output, reference);
  },
});

describe('layerNorm arguments', () => {
  const spec: TensorSpec = { shape: [3, 5], dtype: 'f32', layout: 'dense' };
  const args: LayerNormArgs = {
    input: new Tensor('input', spec),
    output: new Tensor('output', spec),
    axis: -1,
    epsilon: 1e-5,
  };
  const vector = { tensor: new Tensor('vector', { ...spec, shape: [4] }) };
  const wrong: Readonly<Record<string, Partial<LayerNormArgs>>> = {
    'an input of whole numbers': { input: new Tensor('input', { ...spec, dtype: 'u32' }) },
    'an output of another dtype': { output: new Tensor('output', { ...spec, dtype: 'f16' }) },
    'an axis that is not there': { axis: 2 },
    'a scale of another length': { scale: vector },
    'an offset of another length': { offset: vector },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      const error = expect.objectContaining({ code: 'shape-mismatch' });
      expect(() => layerNorm({ ...args, ...change })).toThrow(error);
    });
  }
});
