import { packRows, packVector } from '../pack/pack.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal } from '../tensor/require.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { ConvTranspose2dVariant } from './contract.ts';
import { depthwise } from './depthwise.ts';
import source from './depthwise-3x3.wgsl';

interface Size {
  /** Invocations of a workgroup. */
  readonly workgroup: number;
  /** Invocations that keep an adapter busy: beyond that, taller strips save more than they cost. */
  readonly enough: number;
}

const sizes: Readonly<Record<'software' | 'hardware', Size>> = {
  software: { workgroup: 16, enough: 2 ** 8 },
  hardware: { workgroup: 64, enough: 2 ** 16 },
};

export const convTransposeDepthwise3x3Shader = defineShader({
  name: 'conv-transpose2d/depthwise-3x3',
  source,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    vec4s: 'u32',
    out_height: 'u32',
    out_width: 'u32',
    pad_top: 'u32',
    pad_left: 'u32',
    blocks_down: 'u32',
    blocks_across: 'u32',
    strip_blocks: 'u32',
    taps: 'u32',
  }),
  constants: { WORKGROUP: 64 },
  batched: true,
  activation: true,
});

/** One filter of 3×3 for each channel, and strides of 2. */
export const depthwise3x3: ConvTranspose2dVariant = {
  supports: (target, args) => {
    const [kernelHeight, kernelWidth] = imageShape(args.weight.tensor.shape);
    const is3x3 = kernelHeight === 3 && kernelWidth === 3;
    const isDense = args.dilations.every((dilation) => dilation === 1);
    const isHalved = args.strides.every((stride) => stride === 2);
    return is3x3 && isDense && isHalved && depthwise.supports(target, args);
  },
  dispatch({ info }, args) {
    const { input, weight, bias, activation, output, live, padding } = args;
    const real = requireReal('convTranspose2d', input);
    const [batch, height, width, channels] = imageShape(output.shape);
    const [, inHeight, inWidth] = imageShape(input.shape);
    const vec4s = vec4Count(channels);
    const blocksDown = blocks(padding.top, height);
    const blocksAcross = blocks(padding.left, width);
    const across = batch * blocksAcross * vec4s;
    const { workgroup, enough } = info.software ? sizes.software : sizes.hardware;
    const wanted = Math.floor((across * blocksDown) / enough);
    const stripBlocks = Math.max(1, Math.min(blocksDown, wanted));
    return [
      dispatch(convTransposeDepthwise3x3Shader, {
        label: 'depthwise transposed conv2d',
        real,
        activation,
        constants: { WORKGROUP: workgroup },
        params: {
          batch,
          in_height: inHeight,
          in_width: inWidth,
          vec4s,
          out_height: height,
          out_width: width,
          pad_top: padding.top,
          pad_left: padding.left,
          blocks_down: blocksDown,
          blocks_across: blocksAcross,
          strip_blocks: stripBlocks,
          taps: 9,
        },
        tensors: {
          input,
          weight: packRows(weight, real),
          bias: packVector(bias, channels),
          output,
        },
        live,
        workgroups: linearGrid(across * Math.ceil(blocksDown / stripBlocks), workgroup),
      }),
    ];
  },
};

/** Blocks of two that so many pixels lie in, which follow others. */
function blocks(before: number, pixels: number): number {
  return pixels === 0 ? 0 : Math.floor((before + pixels - 1) / 2) - Math.floor(before / 2) + 1;
}
