import { shapeMismatch } from '../errors.ts';
import type { Affine, Edges } from '../geometry/crop.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, imageShape, type Tensor, type TensorSpec } from '../tensor/tensor.ts';
import source from './augment.wgsl';

/** A variation in a buffer. */
const variationStruct = struct({
  x_map: 'vec4<f32>',
  y_map: 'vec4<f32>',
  red: 'vec4<f32>',
  green: 'vec4<f32>',
  blue: 'vec4<f32>',
  occluder: 'vec4<f32>',
  occluder_colour: 'vec4<f32>',
  chip_cell: 'vec4<f32>',
});

/** Samples along a side of a cell, at most: a larger one is sampled at gaps. */
export const mostCellTaps = 8;

export const augmentShader = defineShader({
  name: 'augment/augment',
  source,
  params: struct({
    batch: 'u32',
    height: 'u32',
    width: 'u32',
    chips: 'u32',
    chip_height: 'u32',
    chip_width: 'u32',
    most_taps: 'u32',
  }),
  structs: { Variation: variationStruct },
});

/** What a colour channel becomes: a sum of red, green, blue and 1, by their weights; values from 0 to 255. */
export type ChannelMix = readonly [red: number, green: number, blue: number, constant: number];

/** How one image is made of a chip. */
export interface Variation {
  /** The number of the chip. */
  readonly chip: number;
  /** From pixels of the image to pixels of the chip. */
  readonly map: Affine;
  readonly colours: readonly [red: ChannelMix, green: ChannelMix, blue: ChannelMix];
  /** Side of the cells that a lower resolution consists of, in pixels of the image; 1 is the full one. */
  readonly cell: number;
  /** What is hidden, in pixels of the image, and by what: R, G, B from 0 to 255, and how much, from 0 to 1. */
  readonly occluder: {
    readonly edges: Edges;
    readonly colour: readonly [red: number, green: number, blue: number, amount: number];
  };
}

/** What a tensor of `count` variations is. */
export function variationsSpec(count: number): TensorSpec {
  return { shape: [count, variationStruct.size / 4], dtype: 'f32', layout: 'dense' };
}

/** The numbers of a variation, as the shader has them. */
export function encodeVariation({ chip, map, colours, cell, occluder }: Variation): number[] {
  const [red, green, blue] = colours;
  const values = {
    x_map: [...map.x, 0],
    y_map: [...map.y, 0],
    red,
    green,
    blue,
    occluder: occluder.edges,
    occluder_colour: occluder.colour,
    chip_cell: [chip, cell, 0, 0],
  } as const;
  return [...new Float32Array(variationStruct.encode(values, 'variation'))];
}

export interface AugmentArgs {
  /** `[chips, height, width]`, u32: RGBA, a byte each. */
  readonly chips: Tensor;
  /** `[images, 32]`, f32: what `encodeVariation` writes. */
  readonly variations: Tensor;
  /** `[images, height, width, 3]`, nhwc4: values from 0 to 255, and beyond where colours lead there. */
  readonly output: Tensor;
}

/**
 * Makes images of chips: geometry by an affine map, colours by a matrix, a lower resolution by means of cells,
 * and an occluder. Beyond a chip's edges lies what lies at them.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function augment({ chips, variations, output }: AugmentArgs): Dispatch[] {
  const real = requireReal('augment', output);
  requireLayout('augment', 'output', output, 'nhwc4');
  const [batch, height, width, channels] = imageShape(output.shape);
  const [count = 0, chipHeight = 0, chipWidth = 0] = chips.shape;
  if (channels !== 3 || chips.shape.length !== 3 || count * chipHeight * chipWidth === 0) {
    throw shapeMismatch(
      `augment: chips are ${formatShape(chips.shape)}, and output is ${formatShape(output.shape)}`,
      'Give [chips, height, width] with one chip at least, and [images, height, width, 3].',
    );
  }
  requireSpec('augment', 'chips', chips, { shape: chips.shape, dtype: 'u32', layout: 'dense' });
  requireSpec('augment', 'variations', variations, variationsSpec(batch));
  return [
    dispatch(augmentShader, {
      label: 'augment',
      real,
      params: {
        batch,
        height,
        width,
        chips: count,
        chip_height: chipHeight,
        chip_width: chipWidth,
        most_taps: mostCellTaps,
      },
      tensors: { chips, variations, output },
      workgroups: linearGrid(Math.ceil(width / 8) * Math.ceil(height / 8) * batch, 1),
    }),
  ];
}
