import { broadcastShape, broadcastStrides } from '../binary/broadcast.ts';
import { shapeMismatch } from '../errors.ts';
import { reduce } from '../reduce/reduce.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { axisStruct, denseStrides, mergeAxes, packAxes, pairAxes } from '../tensor/axes.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, sameShape, Tensor } from '../tensor/tensor.ts';
import channelsSource from './channels.wgsl';
import elementsSource from './elements.wgsl';

export const preluGradientChannelsShader = defineShader({
  name: 'prelu-gradient/channels',
  source: channelsSource,
  params: struct({ pixels: 'u32', vec4s: 'u32', slices: 'u32', slice_pixels: 'u32' }),
});

export const preluGradientElementsShader = defineShader({
  name: 'prelu-gradient/elements',
  source: elementsSource,
  params: struct({ count: 'u32', rank: 'u32' }),
  structs: { Axis: axisStruct },
});

export interface PreluGradientArgs {
  /** What the PReLU was given: dense, f32. */
  readonly input: Tensor;
  /** Dense, f32, of a shape that broadcasts to the input's. */
  readonly slope: Tensor;
  /** The gradient of what it gave; like the input. */
  readonly outputGradient: Tensor;
  /** Like the input. */
  readonly inputGradient: Tensor;
  /** Like the slope. */
  readonly slopeGradient: Tensor;
}

/**
 * The gradients of a PReLU (He et al. 2015), which multiplies negative values by a slope: of its input and
 * of its slope. 0 counts as positive.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function preluGradient(args: PreluGradientArgs): Dispatch[] {
  requirePreluGradient(args);
  const { input, slope } = args;
  const channels = input.shape.at(-1) ?? 1;
  const isPerChannel = slope.shape.at(-1) === channels && elementCount(slope.shape) === channels;
  return isPerChannel && channels % 4 === 0 && channels > 0 ? ofChannels(args) : ofElements(args);
}

const label = 'gradient of prelu';

/** A slope for each index of the last axis, in whole vec4s. */
function ofChannels(args: PreluGradientArgs): Dispatch[] {
  const { input, slope, outputGradient, inputGradient, slopeGradient } = args;
  const channels = elementCount(slope.shape);
  const pixels = elementCount(input.shape) / channels;
  const slicePixels = Math.max(fewestPixels, Math.ceil(Math.sqrt(pixels)));
  const slices = Math.ceil(pixels / slicePixels);
  const spec = { shape: [slices, channels], dtype: 'f32', layout: 'dense' } as const;
  const products = new Tensor('products', spec);
  const gradients = dispatch(preluGradientChannelsShader, {
    label,
    params: { pixels, vec4s: channels / 4, slices, slice_pixels: slicePixels },
    tensors: {
      input,
      slope,
      output_gradient: outputGradient,
      input_gradient: inputGradient,
      products,
    },
    workgroups: linearGrid((slices * channels) / 4, 64),
  });
  return [gradients, ...reduce({ op: 'sum', input: products, output: slopeGradient, axes: [0] })];
}

/** Fewer pixels aren't worth what it costs to add up slices. */
const fewestPixels = 32;

/** Any slope. */
function ofElements(args: PreluGradientArgs): Dispatch[] {
  const { input, slope, outputGradient, inputGradient, slopeGradient } = args;
  const { shape } = input;
  const count = elementCount(shape);
  const strides = broadcastStrides(slope.shape, shape);
  const axes = mergeAxes(pairAxes(shape, denseStrides(shape), strides));
  const isWhole = elementCount(slope.shape) === count;
  const products = isWhole ? slopeGradient : new Tensor('products', input);
  const gradients = dispatch(preluGradientElementsShader, {
    label,
    params: { count, rank: axes.length },
    tensors: {
      axes: packAxes(axes),
      input,
      slope,
      output_gradient: outputGradient,
      input_gradient: inputGradient,
      products,
    },
    workgroups: linearGrid(count, 64),
  });
  if (isWhole) return [gradients];
  const before = shape.length - slope.shape.length;
  const stretched = shape.flatMap((size, axis) => {
    return size !== 1 && (axis < before || slope.shape[axis - before] === 1) ? [axis] : [];
  });
  return [
    gradients,
    ...reduce({ op: 'sum', input: products, output: slopeGradient, axes: stretched }),
  ];
}

function requirePreluGradient(args: PreluGradientArgs): void {
  const { input, slope, outputGradient, inputGradient, slopeGradient } = args;
  const { shape } = input;
  for (const [name, tensor] of Object.entries({ input, outputGradient, inputGradient })) {
    requireSpec('preluGradient', name, tensor, { shape, dtype: 'f32', layout: 'dense' });
  }
  for (const [name, tensor] of Object.entries({ slope, slopeGradient })) {
    requireSpec('preluGradient', name, tensor, { ...slope, dtype: 'f32', layout: 'dense' });
  }
  if (!sameShape(broadcastShape(shape, slope.shape), shape)) {
    throw shapeMismatch(
      `preluGradient: a slope of ${formatShape(slope.shape)} for ${formatShape(shape)}`,
      'Only the slope may be stretched.',
    );
  }
}
