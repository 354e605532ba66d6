import { Tensor } from '../tensor/tensor.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { augmentCases, drawAugment } from './augment.cases.ts';
import { augmentReference } from './augment.reference.ts';
import { augment, encodeVariation, type Variation, variationsSpec } from './augment.ts';

/** Places are f32: at 64 pixels an ulp moves a sample by 8e-6 pixels, twice over. */
const tolerances = { f32: { relative: 5e-5 }, f16: { relative: 1e-2 } };

kernelTest('augment', {
  cases: augmentCases,
  draw: drawAugment,
  run: async (f, { chips: count, chipSize, size, variations }) => {
    const { width, height } = chipSize;
    const bytes = Uint8Array.from({ length: count * height * width * 4 }, () =>
      f.random.integer(0, 255),
    );
    const words = new Uint32Array(bytes.buffer);
    const chips = f.input([count, height, width], 'dense', words, 'u32').tensor;
    const spec = variationsSpec(variations.length);
    const numbers = variations.flatMap(encodeVariation);
    const values = f.input([...spec.shape], 'dense', numbers, 'f32').tensor;
    const output = f.output([variations.length, size.height, size.width, 3], 'nhwc4');
    await f.run(augment({ chips, variations: values, output }));
    const rounded = variations.map(roundVariation);
    const reference = augmentReference({ chips: bytes, chipSize, variations: rounded, size });
    f.compareValues(await f.read(output), reference, output.shape, tolerances[f.real]);
  },
});

/** A variation as its f32 numbers hold it. */
function roundVariation({ map, colours, cell, occluder, ...rest }: Variation): Variation {
  const round = <T extends readonly number[]>(numbers: T) =>
    numbers.map(Math.fround) as unknown as T;
  const [red, green, blue] = colours;
  return {
    ...rest,
    map: { x: round(map.x), y: round(map.y) },
    colours: [round(red), round(green), round(blue)],
    cell: Math.fround(cell),
    occluder: { edges: round(occluder.edges), colour: round(occluder.colour) },
  };
}

describe('augment arguments', () => {
  const tensor = (shape: number[], dtype: 'u32' | 'f32', layout: 'dense' | 'nhwc4' = 'dense') =>
    new Tensor('test', { shape, dtype, layout });
  const args = {
    chips: tensor([2, 5, 5], 'u32'),
    variations: tensor([3, 32], 'f32'),
    output: tensor([3, 8, 8, 3], 'f32', 'nhwc4'),
  };

  it.each([
    ['no chips', { chips: tensor([0, 5, 5], 'u32') }],
    ['chips of floats', { chips: tensor([2, 5, 5], 'f32') }],
    ['variations for other images', { variations: tensor([2, 32], 'f32') }],
    ['grey images', { output: tensor([3, 8, 8, 1], 'f32', 'nhwc4') }],
    ['a dense output', { output: tensor([3, 8, 8, 3], 'f32') }],
  ])('refuse %s', (_, wrong) => {
    expect(() => augment({ ...args, ...wrong })).toThrow(
      expect.objectContaining({ code: 'shape-mismatch' }),
    );
  });
});
