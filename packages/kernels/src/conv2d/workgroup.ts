import { packTiles, packVector } from '../pack/pack.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, type Shape, Tensor, vec4Count } from '../tensor/tensor.ts';
import combineSource from './combine.wgsl';
import type { Conv2dVariant } from './contract.ts';
import { packedSlopes, runParams, type WindowArgs, windowFields, windowParams } from './params.ts';
import { chooseTile, splitSteps, type Tile } from './tile.ts';
import source from './workgroup.wgsl';

export const workgroupShader = defineShader({
  name: 'conv2d/workgroup',
  source,
  params: struct(
    extend(windowFields, {
      last_lanes: 'u32',
      parts: 'u32',
      part_steps: 'u32',
      weight_block: 'u32',
      weight_row: 'u32',
    }),
  ),
  types: { stored: 'f32' },
  constants: { PIXELS: 4, VEC4S: 1, DOWN: 8, ACROSS: 8, STEPS: 4 },
  batched: true,
  residual: true,
  slopes: true,
  inputActivation: true,
  activation: true,
});

export const combineShader = defineShader({
  name: 'conv2d/combine',
  source: combineSource,
  params: struct({ batch: 'u32', parts: 'u32', pixels: 'u32', vec4s: 'u32' }),
  batched: true,
  residual: true,
  slopes: true,
  activation: true,
});

/** Tiles in workgroup memory for one group: for graphics processors, and wherever nothing else is better. */
export const workgroup: Conv2dVariant = {
  supports: (_target, { groups }) => groups === 1,
  dispatch(_target, args) {
    const tile = tileOf(args);
    const vec4s = tile.across * tile.vec4s;
    const weight = packTiles(args.weight, requireReal('conv2d', args.input), { vec4s, parts: 1 });
    return multiplyTiles(args, weight, { block: tileSteps(args) * 4 * vec4s, row: vec4s }, tile);
  },
};

/** Where weights lie, in vec4s of output channels. */
interface WeightStrides {
  /** From the vec4s of a tile to those of the next. */
  readonly block: number;
  /** From an input channel to the next. */
  readonly row: number;
}

/** How the convolution is cut. */
export function tileOf({ output }: Pick<WindowArgs, 'output'>): Tile {
  const [batch, height, width] = imageShape(output.shape);
  return chooseTile(batch * height * width);
}

/** Input vec4s that an output is the sum of: channels times taps. */
export function tileSteps({ input, weight }: WindowArgs): number {
  const [kernelHeight, kernelWidth] = imageShape(weight.tensor.shape);
  return kernelHeight * kernelWidth * vec4Count(imageShape(input.shape)[3]);
}

/** The convolution by weights that lie somewhere. */
export function multiplyTiles(
  args: WindowArgs,
  weight: Tensor,
  strides: WeightStrides,
  tile: Tile,
): Dispatch[] {
  const { input, bias, residual, activation, inputActivation, output, live } = args;
  const real = requireReal('conv2d', input);
  const [batch, height, width, outputs] = imageShape(output.shape);
  const pixels = height * width;
  const vec4s = vec4Count(outputs);
  const [x, y] = linearGrid(batch * pixels, tile.down * tile.pixels);
  const blocks = Math.ceil(vec4s / (tile.across * tile.vec4s));
  const { parts, partSteps } = splitSteps(tileSteps(args), x * y * blocks, tile);
  const sums = parts > 1 ? partSums([parts * batch, height, width, outputs]) : undefined;
  const biases = packVector(bias, outputs);
  const slopes = packedSlopes(args);
  const product = dispatch(workgroupShader, {
    label: 'conv2d',
    real,
    // Parts keep what f16 would round away.
    types: { stored: sums ? 'f32' : real },
    activation,
    inputActivation,
    constants: {
      PIXELS: tile.pixels,
      VEC4S: tile.vec4s,
      DOWN: tile.down,
      ACROSS: tile.across,
      STEPS: tile.steps,
    },
    params: {
      ...windowParams(args),
      last_lanes: runParams(args).last_lanes,
      parts,
      part_steps: partSteps,
      weight_block: strides.block,
      weight_row: strides.row,
    },
    tensors: { input, weight, bias: biases, output: sums ?? output },
    live,
    residual: sums ? undefined : residual,
    slopes: sums ? undefined : slopes,
    workgroups: [x, y, blocks * parts],
  });
  if (!sums) return [product];
  const combined = dispatch(combineShader, {
    label: 'conv2d',
    real,
    activation,
    params: { batch, parts, pixels, vec4s },
    tensors: { input: sums, bias: biases, output },
    live,
    residual,
    slopes,
    workgroups: linearGrid(batch * pixels * vec4s, 64),
  });
  return [product, combined];
}

function partSums(shape: Shape): Tensor {
  return new Tensor('sums of parts', { shape, dtype: 'f32', layout: 'nhwc4' });
}
