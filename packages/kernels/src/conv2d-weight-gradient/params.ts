import { type WindowArgs, windowFields, windowParams } from '../conv2d/params.ts';
import type { Target } from '../device/target.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import type { Shader } from '../shader/shader.ts';
import { extend } from '../shader/struct.ts';
import { elementCount, imageShape, storedCount, type Tensor, vec4Count } from '../tensor/tensor.ts';
import type { Conv2dWeightGradientArgs } from './contract.ts';
import { combineParts, partSums, type Split, splitPixels } from './parts.ts';

/** Fields of the variants that walk through the pixels of the output one after the other. */
export const walkFields = extend(windowFields, { parts: 'u32', part_pixels: 'u32' });

export function walkParams(args: Conv2dWeightGradientArgs, { parts, partPixels }: Split) {
  return { ...windowParams(convolutionOf(args)), parts, part_pixels: partPixels };
}

/** The convolution that the gradient is of. */
export function convolutionOf(args: Conv2dWeightGradientArgs): WindowArgs {
  return { ...args, weight: { tensor: args.output }, output: args.outputGradient };
}

/** Pixels of the output, of the whole batch. */
function pixelCount({ outputGradient }: Conv2dWeightGradientArgs): number {
  return elementCount(imageShape(outputGradient.shape).slice(0, 3));
}

/**
 * The product of all input vec4s at all taps, by all output vec4s, in tiles and in parts, each of which a
 * workgroup of the shader computes.
 */
export function multiplyTiles(
  target: Target,
  args: Conv2dWeightGradientArgs,
  shader: Shader<typeof walkFields>,
  tile: { readonly rows: number; readonly vec4s: number },
): Dispatch[] {
  const { input, outputGradient, output } = args;
  const [kernelHeight, kernelWidth, channels, outputs] = imageShape(output.shape);
  const taps = kernelHeight * kernelWidth;
  const storedInputs = vec4Count(channels) * 4;
  const down = Math.ceil((taps * vec4Count(channels)) / tile.rows);
  const tiles = down * Math.ceil(vec4Count(outputs) / tile.vec4s);
  const pixels = pixelCount(args);
  const bytes = (storedCount(input) + storedCount(outputGradient)) * 4;
  const split = splitPixels(target, pixels, {
    workgroups: tiles,
    pixelBytes: bytes / Math.max(1, pixels),
    partBytes: taps * storedInputs * vec4Count(outputs) * 16,
  });
  const sums = partSums(output, split.parts, storedInputs);
  return [
    dispatch(shader, {
      label: 'weight gradient of conv2d',
      params: walkParams(args, split),
      tensors: { input, output_gradient: outputGradient, sums },
      workgroups: linearGrid(tiles * split.parts, 1),
    }),
    combineParts(sums, output),
  ];
}

/** How the sums of weights that are computed one vec4 of outputs at a time are cut into parts. */
export function lineSums(
  target: Target,
  args: Conv2dWeightGradientArgs,
): { readonly split: Split; readonly sums: Tensor; readonly lines: number } {
  const { output } = args;
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(output.shape);
  const lines = kernelHeight * kernelWidth * inputs * vec4Count(outputs);
  const split = splitPixels(target, pixelCount(args), {
    workgroups: lines / 64,
    pixelBytes: 0,
    partBytes: lines * 16,
  });
  return { split, sums: partSums(output, split.parts, inputs), lines };
}
