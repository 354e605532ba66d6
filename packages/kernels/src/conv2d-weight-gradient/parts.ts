import type { Target } from '../device/target.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { elementCount, imageShape, Tensor, vec4Count } from '../tensor/tensor.ts';
import combineSource from './combine.wgsl';

export const combineShader = defineShader({
  name: 'conv2d-weight-gradient/combine',
  source: combineSource,
  params: struct({
    count: 'u32',
    inputs: 'u32',
    stored_inputs: 'u32',
    outputs: 'u32',
    stored_outputs: 'u32',
    parts: 'u32',
    part_size: 'u32',
  }),
});

/** How the pixels that each weight's gradient is a sum over are split. */
export interface Split {
  readonly parts: number;
  /** Pixels of each part but the last. */
  readonly partPixels: number;
}

/** Workgroups that keep an adapter busy, which no program can ask for its size. */
const enough = { software: 16, hardware: 512 };
/** Fewer pixels aren't worth what it costs to add up parts. */
const fewestPixels = 64;
/** Bytes of a part's pixels, so that all workgroups that read them find them in a cache. */
const cachedBytes = 2 ** 18;
/** Bytes that the sums of all parts may take. */
const mostBytes = 2 ** 25;

/**
 * Splits a sum over pixels into parts.
 *
 * @param workgroups of a part
 * @param pixelBytes that a pixel takes of both images
 * @param partBytes that the sums of a part take
 */
export function splitPixels(
  { info }: Target,
  pixels: number,
  sizes: {
    readonly workgroups: number;
    readonly pixelBytes: number;
    readonly partBytes: number;
  },
): Split {
  const { workgroups, pixelBytes, partBytes } = sizes;
  const forAll = (info.software ? enough.software : enough.hardware) / Math.max(1, workgroups);
  const forCache = info.software ? (pixels * pixelBytes) / cachedBytes : 1;
  const most = Math.min(pixels / fewestPixels, mostBytes / Math.max(1, partBytes));
  const parts = Math.max(1, Math.floor(Math.min(Math.max(forAll, forCache), most)));
  const partPixels = Math.ceil(pixels / parts);
  return { parts: Math.max(1, Math.ceil(pixels / Math.max(1, partPixels))), partPixels };
}

/** The sums of parts: `[part][tap][stored input][output vec4]`, f32. */
export function partSums(output: Tensor, parts: number, storedInputs: number): Tensor {
  const [kernelHeight, kernelWidth, , outputs] = imageShape(output.shape);
  const shape = [parts, kernelHeight * kernelWidth, storedInputs, vec4Count(outputs) * 4];
  return new Tensor('sums of parts', { shape, dtype: 'f32', layout: 'dense' });
}

/** Adds up the sums of parts, in their order. */
export function combineParts(sums: Tensor, output: Tensor): Dispatch {
  const [, , inputs, outputs] = imageShape(output.shape);
  const [parts, taps, storedInputs, storedOutputs] = imageShape(sums.shape);
  const count = elementCount(output.shape);
  return dispatch(combineShader, {
    label: 'weight gradient of conv2d',
    params: {
      count,
      inputs,
      stored_inputs: storedInputs,
      outputs,
      stored_outputs: storedOutputs,
      parts,
      part_size: taps * storedInputs * storedOutputs,
    },
    tensors: { sums, output },
    workgroups: linearGrid(count, 64),
  });
}
