import { flag, int, required, word } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { channelsLast } from '../order.ts';

const interpolations = {
  linear: 'bilinear',
  bilinear: 'bilinear',
  nearest: 'nearest',
  cubic: 'bicubic',
  bicubic: 'bicubic',
} as const;

/** Version 16 says bilinear and bicubic for what 20 calls linear and cubic. */
const gridSample = defineOnnxOperator({
  attributes: {
    mode: word('linear', 'bilinear', 'nearest', 'cubic', 'bicubic'),
    padding_mode: word('zeros', 'border', 'reflection'),
    align_corners: flag(false),
  },
  inputs: [2, 2],
  lacks: 'images of three dimensions',
  lower: (context) => {
    // The grid has its coordinates last: as an image it is stored as ONNX has it.
    const names = [context.image(context.input(0)), context.dense(context.input(1))];
    const { mode, padding_mode: padding, align_corners: alignCorners } = context.attributes;
    const attributes = { interpolation: interpolations[mode], padding, alignCorners };
    return context.node('gridSample', names, attributes, channelsLast);
  },
});

const depthToSpace = defineOnnxOperator({
  attributes: { blocksize: required(int()), mode: word('DCR', 'CRD') },
  inputs: [1, 1],
  lower: (context) => {
    const image = context.image(context.input(0));
    const { blocksize: block, mode } = context.attributes;
    const order = mode === 'DCR' ? 'block-first' : 'channel-first';
    return context.node('depthToSpace', [image], { block, order }, channelsLast);
  },
});

const spaceToDepth = defineOnnxOperator({
  attributes: { blocksize: required(int()) },
  inputs: [1, 1],
  lower: (context) => {
    const image = context.image(context.input(0));
    const { blocksize: block } = context.attributes;
    return context.node('spaceToDepth', [image], { block }, channelsLast);
  },
});

export const sampling = {
  DepthToSpace: depthToSpace,
  GridSample: gridSample,
  SpaceToDepth: spaceToDepth,
};
