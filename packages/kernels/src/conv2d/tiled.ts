import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader, type Shader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import { packBias } from '../tensor/weights.ts';
import type { Conv2dArgs, Conv2dVariant } from './contract.ts';
import directSource from './direct.wgsl';
import { packTiled } from './pack.ts';
import { windowFields, windowParams } from './params.ts';
import subgroupSource from './subgroup.wgsl';

type WindowFields = typeof windowFields;

export const directShader = defineShader({
  name: 'conv2d/direct',
  source: directSource,
  params: struct(windowFields),
  constants: { PIXELS: 4, VEC4S: 2, CHANNEL_TAIL: 0 },
  batched: true,
  residual: true,
  inputActivation: true,
  activation: true,
});

export const subgroupShader = defineShader({
  name: 'conv2d/subgroup',
  source: subgroupSource,
  params: struct(windowFields),
  enables: ['subgroups'],
  constants: { LANES: 8, PIXELS: 4, VEC4S: 4, CHANNEL_TAIL: 0 },
  batched: true,
  residual: true,
  inputActivation: true,
  activation: true,
});

/** A register tile for one group: every invocation loads its weights itself. */
export const direct: Conv2dVariant = {
  supports: (_target, { groups }) => groups === 1,
  dispatch: (_target, args) =>
    tiled(directShader, args, { invocations: 32, pixels: 4, vec4s: 2, constants: {} }),
};

/** A register tile for one group whose weights travel between the lanes of a subgroup. */
export const subgroup: Conv2dVariant = {
  supports: ({ info }, { groups }) =>
    groups === 1 && (info.subgroupSize === 4 || info.subgroupSize === 8),
  dispatch: ({ info }, args) => {
    const lanes = info.subgroupSize ?? 8;
    const [batch, height, width] = imageShape(args.output.shape);
    // A tile's pixels all come from a batch of small images; fewer than a tile would idle.
    const pixels = batch * height * width <= lanes * 2 ? 2 : 4;
    return tiled(subgroupShader, args, {
      invocations: lanes,
      pixels,
      vec4s: 4,
      constants: { LANES: lanes },
    });
  },
};

interface Tile {
  /** Invocations of a workgroup. */
  readonly invocations: number;
  /** Pixels and output vec4s of an invocation. */
  readonly pixels: number;
  readonly vec4s: number;
  readonly constants: Readonly<Record<string, number>>;
}

function tiled(shader: Shader<WindowFields>, args: Conv2dArgs, tile: Tile): Dispatch {
  const { input, weight, bias, residual, activation, output, live } = args;
  const real = requireReal('conv2d', input);
  const [batch, height, width, outputs] = imageShape(output.shape);
  const [x, y] = linearGrid(batch * height * width, tile.invocations * tile.pixels);
  return dispatch(shader, {
    label: 'conv2d',
    real,
    activation,
    inputActivation: args.inputActivation,
    constants: {
      ...tile.constants,
      PIXELS: tile.pixels,
      VEC4S: tile.vec4s,
      CHANNEL_TAIL: imageShape(input.shape)[3] % 4,
    },
    params: windowParams(args),
    tensors: {
      input,
      weight: packTiled(weight, real, tile.vec4s),
      bias: packBias(bias, outputs),
      output,
    },
    live,
    residual,
    workgroups: [x, y, Math.ceil(vec4Count(outputs) / tile.vec4s)],
  });
}
