import { isDepthwise } from '../conv2d/params.ts';
import { dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { imageShape, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dWeightGradientVariant } from './contract.ts';
import source from './depthwise-3x3.wgsl';
import { convolutionOf } from './params.ts';
import { combineParts, partSums } from './parts.ts';

const columns = 2;

interface Size {
  /** Invocations of a workgroup. */
  readonly workgroup: number;
  /** Invocations that keep an adapter busy. */
  readonly enough: number;
  /** Rows of a strip. */
  readonly stripRows: number;
}

const sizes: Readonly<Record<'software' | 'hardware', Size>> = {
  software: { workgroup: 16, enough: 2 ** 8, stripRows: 64 },
  hardware: { workgroup: 64, enough: 2 ** 15, stripRows: 8 },
};

export const depthwise3x3Shader = defineShader({
  name: 'conv2d-weight-gradient/depthwise-3x3',
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
    strip_rows: 'u32',
    parts: 'u32',
  }),
  constants: { WORKGROUP: 64, STRIDE: 1 },
});

/** One filter of 3×3 for each channel. */
export const depthwise3x3: Conv2dWeightGradientVariant = {
  supports: (_target, args) => {
    const [kernelHeight, kernelWidth] = imageShape(args.output.shape);
    const is3x3 = kernelHeight === 3 && kernelWidth === 3;
    const [strideY, strideX] = args.strides;
    const isDense = strideY === strideX && strideY <= 2 && Math.max(...args.dilations) === 1;
    return isDepthwise(convolutionOf(args)) && is3x3 && isDense;
  },
  dispatch: ({ info }, args) => {
    const { input, outputGradient, output, strides, padding } = args;
    const [batch, height, width, channels] = imageShape(outputGradient.shape);
    const [, inHeight, inWidth] = imageShape(input.shape);
    const vec4s = vec4Count(channels);
    const size = info.software ? sizes.software : sizes.hardware;
    const stripRows = Math.max(1, Math.min(height, size.stripRows));
    const strips = batch * Math.ceil(width / columns) * Math.ceil(height / stripRows);
    const parts = Math.max(1, Math.min(strips, Math.ceil(size.enough / Math.max(1, vec4s))));
    const sums = partSums(output, parts, 1);
    return [
      dispatch(depthwise3x3Shader, {
        label: 'weight gradient of depthwise conv2d',
        constants: { WORKGROUP: size.workgroup, STRIDE: strides[0] },
        params: {
          batch,
          in_height: inHeight,
          in_width: inWidth,
          vec4s,
          out_height: height,
          out_width: width,
          pad_top: padding.top,
          pad_left: padding.left,
          strip_rows: stripRows,
          parts,
        },
        tensors: { input, output_gradient: outputGradient, sums },
        workgroups: linearGrid(parts * vec4s, size.workgroup),
      }),
      combineParts(sums, output),
    ];
  },
};
