import { DerivedTensor } from '../tensor/derived.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';
import { roundTo } from '../tensor/values.ts';
import type { ChannelAffine, Weight } from '../tensor/weight.ts';
import type { Tolerance } from '../testing/compare.ts';
import type { KernelFixture, StoredWeight } from '../testing/fixture.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { affineTable } from './affine-table.ts';
import { drawPack, type PackCase, packCases } from './pack.cases.ts';
import { packRowsReference, packTilesReference } from './pack.reference.ts';
import { expand, packRows, packTiles, packVector } from './pack.ts';

kernelTest('pack', {
  cases: packCases,
  draw: drawPack,
  // All shaders of it are the same: halves are packed as words.
  reals: ['f32'],
  run: async (f, kase) => {
    const weight = drawWeight(f, kase);
    const tensor = packed(weight, kase);
    if (tensor === weight.tensor) f.skip('the weights lie as they are wanted');
    await expectPacked(f, tensor, reference(weight, kase), tolerances[kase.dtype]);
  },
});

/** Nothing is computed but the rounding to halves: the result is exact. */
const exact: Tolerance = { relative: 0, floor: 0 };
const tolerances = {
  u8: exact,
  f32: { relative: 1e-6, floor: 1e-6 },
  f16: { relative: 2 ** -10, floor: 2 ** -10 },
} as const;

function drawWeight(f: KernelFixture, { shape, stored, affine, changing }: PackCase) {
  const channels = shape.at(-1) ?? 1;
  const count = elementCount(shape);
  const values = stored === 'u8' ? f.values(count, 0, 256).map(Math.floor) : f.values(count);
  const each = affine === 'channels';
  const scale = each ? f.values(channels) : new Float64Array(channels).fill(1 / 255);
  const offset = each ? f.values(channels) : new Float64Array(channels).fill(-0.4);
  return f.weight(shape, {
    values,
    dtype: stored,
    affine: affine && { scale, offset },
    changing,
  });
}

function packed(weight: Weight, { form, dtype, layout }: PackCase): Tensor {
  if (form === 'tiles') return packTiles(weight, dtype, layout);
  const real = dtype === 'f16' ? 'f16' : 'f32';
  return form === 'rows' ? packRows(weight, real) : expand(weight, real);
}

function reference(weight: StoredWeight, { form, shape, dtype, layout }: PackCase): Float64Array {
  const { affine, values } = weight;
  // Of bytes that stay, what is stored.
  const bytes = (value: number, i: number) => {
    const c = i % shape[3];
    return affine ? Math.round((value - affine.offset[c]) / affine.scale[c]) : value;
  };
  const wanted = dtype === 'u8' ? values.map(bytes) : values;
  if (form === 'tiles') return packTilesReference(wanted, shape, layout);
  return form === 'rows' ? packRowsReference(wanted, shape.at(-1) ?? 1) : wanted;
}

/** Runs what makes a derived tensor, into one that is poisoned and guarded, and compares it. */
async function expectPacked(
  f: KernelFixture,
  tensor: Tensor,
  wanted: Float64Array,
  tolerance: Tolerance,
): Promise<void> {
  const output = f.output(tensor.shape, 'dense', tensor.dtype);
  tensor.storage = output.storage;
  await f.run((tensor as DerivedTensor).dispatches);
  await f.compare(output, wanted, tolerance);
}

gpuTest('packing rounds to the nearest half, ties to even', async (f) => {
  const values = [
    1,
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    1 + 2 ** -11 + 2 ** -20,
    -2049,
    65504,
    0,
    1e-4,
  ];
  const weight = f.weight([8], { dtype: 'f32', values });
  await expectPacked(f, packRows(weight, 'f16'), roundTo(values, 'f16'), exact);
});

gpuTest('packing keeps what is no number', async (f) => {
  const values = [Number.NaN, Infinity, -Infinity, 1];
  const weight = f.weight([4], { dtype: 'f32', values });
  await expectPacked(f, packRows(weight, 'f16'), Float64Array.from(values), exact);
});

describe('packing', () => {
  const weight = (affine?: ChannelAffine) => ({ tensor: constant, affine });
  const constant = packVector(undefined, 8);

  it('leaves alone what lies as it is wanted', () => {
    expect(packRows(weight(), 'f32')).toBe(constant);
    expect(expand(weight(), 'f32')).toBe(constant);
    expect(packRows(weight(), 'f16')).toBeInstanceOf(DerivedTensor);
  });

  it('fills what isn’t there', () => {
    const affine = { scale: Float64Array.of(0.5, 2, 0), offset: Float64Array.of(-8.1, 7, 3) };
    const { data } = affineTable(affine, true);
    // The byte nearest to a value of 0, and what is left of the offset.
    const table = [0.5, 2, 0, 0, -0.1, 7, 3, 0, 16, 0, 0, 0];
    expect(data).toEqual(Float32Array.from(table));
  });
});
