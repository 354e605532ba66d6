import type { AdapterInfo } from '../device/adapter.ts';
import { softwareSubgroup } from '../device/target.ts';
import { Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { gpuTest, kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { drawGemm, type GemmCase, gemmCases, matmulCases } from './gemm.cases.ts';
import { gemmReference } from './gemm.reference.ts';
import {
  type GemmArgs,
  type GemmVariantName,
  gemm,
  gemmVariants,
  type MatmulArgs,
  matmul,
} from './gemm.ts';

const variants = Object.keys(gemmVariants) as GemmVariantName[];

for (const variant of variants) {
  const applies = ({ rows, inner, columns }: GemmCase) => {
    const isAligned = inner % 4 === 0 && columns % 4 === 0;
    if (variant === 'matrix' || variant === 'workgroup') return isAligned;
    return variant !== 'subgroup' || (rows >= 16 && isAligned);
  };
  kernelTest(`gemm ${variant}`, {
    cases: gemmCases.filter(applies),
    draw: (random) => drawGemm(random, applies),
    run: async (f, { rows, inner, columns, activation, live, ...kase }) => {
      const input = f.input([rows, inner], 'dense');
      const { stored, changing } = kase;
      const weight = f.weight([inner, columns], { dtype: stored, changing });
      const bias = kase.bias
        ? f.weight([columns], { dtype: stored ?? 'f32', changing })
        : undefined;
      const output = f.output([rows, columns], 'dense');
      const args: GemmArgs = {
        input: input.tensor,
        weight,
        bias,
        activation,
        output,
        live: f.live(live),
      };
      const lanes = new Map<string, number>([
        ['matrix', 4],
        ['subgroup', 8],
      ]).get(variant);
      if (lanes !== undefined && softwareSubgroup(f.device.info) !== lanes) {
        f.skip(`${variant} is for software adapters with subgroups of another size`);
      }
      const dispatches = gemm(f.device, args, variant);
      await f.run(dispatches);
      const reference = gemmReference({
        rows,
        inner,
        columns,
        a: input.values,
        b: weight.values,
        bias: bias?.values,
        activation,
      });
      await f.compareLive(output, reference, live);
    },
  });
}

gpuTest('gemm by weights that were written between runs', async (f) => {
  for (const [rows, inner, columns] of [
    [3, 8, 12],
    [5, 7, 9],
  ]) {
    const input = f.input([rows, inner], 'dense');
    const weight = f.weight([inner, columns], { changing: true });
    const bias = f.weight([columns], { changing: true });
    const output = f.output([rows, columns], 'dense');
    const recording = await f.record(gemm(f.device, { input: input.tensor, weight, bias, output }));
    for (const round of [0, 1, 2]) {
      const b = round === 0 ? weight.values : f.rewrite(weight.tensor);
      const added = round === 0 ? bias.values : f.rewrite(bias.tensor);
      recording.run();
      const sizes = { rows, inner, columns };
      await f.compare(output, gemmReference({ ...sizes, a: input.values, b, bias: added }));
    }
    recording.dispose();
  }
});

for (const transposeB of [false, true]) {
  kernelTest(`matmul${transposeB ? ' transposed' : ''}`, {
    cases: matmulCases,
    draw: (random) => drawGemm(random),
    run: async (f, { rows, inner, columns, activation }) => {
      const a = f.input([rows, inner], 'dense');
      const b = f.input(transposeB ? [columns, inner] : [inner, columns], 'dense');
      const output = f.output([rows, columns], 'dense');
      const dispatches = matmul(f.device, {
        a: a.tensor,
        b: b.tensor,
        transposeB,
        activation,
        output,
      });
      await f.run(dispatches);
      const sizes = { rows, inner, columns };
      const values = { a: a.values, b: b.values };
      await f.compare(output, gemmReference({ ...sizes, ...values, transposeB, activation }));
    },
  });
}

const spec: TensorSpec = { shape: [2, 3], dtype: 'f32', layout: 'dense' };
const tensor = (change: Partial<TensorSpec> = {}) => new Tensor('test', { ...spec, ...change });
const target = { info: { subgroupSize: undefined } as AdapterInfo };
const error = expect.objectContaining({ code: 'shape-mismatch' });

describe('gemm arguments', () => {
  const args: GemmArgs = {
    input: tensor(),
    weight: { tensor: tensor({ shape: [3, 5] }) },
    output: tensor({ shape: [2, 5] }),
  };
  const wrong: Readonly<Record<string, Partial<GemmArgs>>> = {
    'an input of whole numbers': { input: tensor({ dtype: 'u32' }) },
    'an input of three axes': { input: tensor({ shape: [1, 2, 3] }) },
    'weights of another height': { weight: { tensor: tensor({ shape: [2, 5] }) } },
    'weights of one axis': { weight: { tensor: tensor({ shape: [15] }) } },
    'a bias of another length': { bias: { tensor: tensor({ shape: [3] }) } },
    'an output of another shape': { output: tensor({ shape: [2, 4] }) },
    'an output of another dtype': { output: tensor({ shape: [2, 5], dtype: 'f16' }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      expect(() => gemm(target, { ...args, ...change })).toThrow(error);
    });
  }
});

describe('matmul arguments', () => {
  const args: MatmulArgs = {
    a: tensor(),
    b: tensor({ shape: [3, 5] }),
    output: tensor({ shape: [2, 5] }),
  };
  const wrong: Readonly<Record<string, Partial<MatmulArgs>>> = {
    'matrices that do not fit': { transposeB: true },
    'different dtypes': { b: tensor({ shape: [3, 5], dtype: 'f16' }) },
    'a matrix of three axes': { b: tensor({ shape: [1, 3, 5] }) },
    'an output of another shape': { output: tensor({ shape: [5, 2] }) },
  };
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      expect(() => matmul(target, { ...args, ...change })).toThrow(error);
    });
  }
});
