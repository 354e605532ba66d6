import { softwareSubgroup } from '../device/target.ts';
import { affineTable, affineVec4s, identityAffine, uniformTable } from '../pack/affine-table.ts';
import { packTiles, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { elementCount, imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dArgs, Conv2dVariant } from './contract.ts';
import { packedSlopes, runFields, runParams, windowParams } from './params.ts';
import source from './subgroup.wgsl';

export const subgroupShader = defineShader({
  name: 'conv2d/subgroup',
  source,
  params: struct(extend(runFields, { fields: 'u32' })),
  enables: ['subgroups'],
  constants: { LANES: 8, PIXELS: 4, VEC4S: 4, PARTS: 1 },
  batched: true,
  residual: true,
  slopes: true,
  inputActivation: true,
  activation: true,
});

const lanes = 8;

/** A register tile for one group whose weights travel between the lanes of a subgroup. */
export const subgroup: Conv2dVariant = {
  supports: ({ info }, { groups }) => groups === 1 && softwareSubgroup(info) === lanes,
  dispatch(_target, args) {
    const { input, weight, bias, residual, activation, inputActivation, output, live } = args;
    const real = requireReal('conv2d', input);
    const { pixels, vec4s, parts } = chooseTile(args);
    const isBytes = parts === 4;
    const [batch, height, width, outputs] = imageShape(output.shape);
    const blocks = Math.ceil(vec4Count(outputs) / vec4s);
    const [x, y] = linearGrid(batch * height * width, lanes * pixels);
    return [
      dispatch(subgroupShader, {
        label: 'conv2d',
        real,
        activation,
        inputActivation,
        constants: {
          LANES: lanes,
          PIXELS: pixels,
          VEC4S: vec4s,
          PARTS: parts,
        },
        params: {
          ...windowParams(args),
          ...runParams(args),
          fields: isBytes ? affineVec4s : 0,
        },
        tensors: {
          input,
          weight: packTiles(weight, isBytes ? 'u8' : real, { vec4s, parts }),
          bias: packVector(bias, outputs),
          affine: isBytes
            ? affineTable(weight.affine ?? identityAffine(outputs), isBytes, blocks * vec4s)
            : uniformTable(identityAffine(1), isBytes),
          output,
        },
        live,
        residual,
        slopes: packedSlopes(args),
        workgroups: [x, y, blocks],
      }),
    ];
  },
};

interface Tile {
  /** Pixels and output vec4s of an invocation. */
  readonly pixels: number;
  readonly vec4s: number;
  /** Vec4s of weights that a load brings. */
  readonly parts: 1 | 2 | 4;
}

/** Each tile is as large as its sums can be before they spill out of the registers. */
function chooseTile({ weight, input, output }: Conv2dArgs): Tile {
  const [batch, height, width, outputs] = imageShape(output.shape);
  // Weights in bytes come four times as many to a load, so a tile can be wide. Where it is half empty,
  // it still costs less than compiling another one, as long as there is little to do.
  const products = (elementCount(weight.tensor.shape) / outputs) * elementCount(output.shape);
  if (weight.tensor.dtype === 'u8' && (outputs > 16 || products < 2 ** 24))
    return { pixels: 2, vec4s: 8, parts: 4 };
  const parts = input.dtype === 'f16' ? 2 : 1;
  // A tile's pixels all come from a batch of small images; fewer than a tile would idle. Here, too, that
  // costs less than another one where there is little to do.
  const isSmall = batch * height * width <= lanes * 2 && products >= 2 ** 21;
  const pixels = isSmall ? 2 : 4;
  return { pixels, vec4s: 4, parts };
}
