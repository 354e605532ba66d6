import type { Activation } from '../shader/activation.ts';
import { noPadding, type Pair } from '../tensor/window.ts';
import { around } from '../testing/around.ts';
import type { Random } from '../testing/random.ts';
import type { Conv2dAttributes } from './contract.ts';

export interface Conv2dCase extends Conv2dAttributes {
  readonly name: string;
  readonly batch: number;
  readonly size: Pair;
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: Pair;
  readonly bias?: boolean;
  readonly residual?: boolean;
  /** Whether negative values are multiplied by a slope for each channel. */
  readonly slopes?: boolean;
  readonly activation?: Activation;
  readonly inputActivation?: Activation;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
  /** Weights as bytes of a range that begins at so many times its width. */
  readonly quantized?: { readonly minimum: number };
  /** What weights and bias are stored in, where that isn't the dtype of the input. */
  readonly stored?: 'f32' | 'f16';
  /** Whether the weights stand for themselves times a factor for each channel. */
  readonly scaled?: boolean;
  /** Whether weights and bias may change between runs. */
  readonly changing?: boolean;
}

const plain: Omit<Conv2dCase, 'name'> = {
  batch: 1,
  size: [9, 11],
  channels: 8,
  outputs: 16,
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  padding: around(1),
  groups: 1,
};

/** Cases for all variants: batches, 1×1 images, odd and prime sizes, one axis at a time. */
export const conv2dCases: readonly Conv2dCase[] = [
  { ...plain, name: 'plain 3×3' },
  { ...plain, name: 'bias', bias: true },
  {
    ...plain,
    name: 'bias, residual, relu',
    bias: true,
    residual: true,
    activation: { kind: 'relu' },
  },
  { ...plain, name: 'slopes', slopes: true },
  {
    ...plain,
    name: 'slopes after a residual, relu6, 7 outputs',
    slopes: true,
    residual: true,
    bias: true,
    outputs: 7,
    activation: { kind: 'relu6' },
  },
  {
    ...plain,
    name: 'slopes of a sum in parts',
    size: [4, 4],
    channels: 257,
    outputs: 65,
    slopes: true,
    residual: true,
  },
  { ...plain, name: 'slopes of NaN and infinities', slopes: true, notFinite: true },
  { ...plain, name: '3 groups of 1 to 8', groups: 3, channels: 3, outputs: 24 },
  { ...plain, name: '2 groups of 3 to 4', groups: 2, channels: 6, outputs: 8 },
  { ...plain, name: 'depthwise, slopes', groups: 8, outputs: 8, slopes: true },
  {
    ...plain,
    name: 'depthwise, 5 channels, slopes, stride 2',
    groups: 5,
    channels: 5,
    outputs: 5,
    strides: [2, 2],
    slopes: true,
  },
  { ...plain, name: 'input sigmoid', channels: 7, inputActivation: { kind: 'sigmoid' } },
  { ...plain, name: '1×1', kernel: [1, 1], padding: noPadding },
  { ...plain, name: '1×1, stride 2', kernel: [1, 1], padding: noPadding, strides: [2, 2] },
  { ...plain, name: '1×1 image', size: [1, 1] },
  { ...plain, name: '1×1 image, 1 channel to 1', size: [1, 1], channels: 1, outputs: 1 },
  { ...plain, name: 'one row', size: [1, 65] },
  { ...plain, name: 'one column', size: [65, 1] },
  ...[1, 2, 3, 5, 7, 63, 65].map((channels) => ({
    ...plain,
    name: `${channels} channels`,
    channels,
  })),
  ...[1, 2, 3, 7, 63, 65].map((outputs) => ({ ...plain, name: `${outputs} outputs`, outputs })),
  { ...plain, name: 'batch 3', batch: 3 },
  { ...plain, name: 'empty batch', batch: 0 },
  { ...plain, name: 'batch 5, 3 live', batch: 5, live: 3 },
  { ...plain, name: 'batch 5, none live', batch: 5, live: 0 },
  { ...plain, name: 'stride larger than kernel', kernel: [2, 2], strides: [3, 5] },
  {
    ...plain,
    name: 'stride 2, asymmetric padding',
    strides: [2, 2],
    padding: { top: 0, bottom: 1, left: 0, right: 1 },
  },
  { ...plain, name: 'padding larger than the image', size: [2, 2], padding: around(4) },
  { ...plain, name: 'padding on one side', padding: { top: 3, bottom: 0, left: 0, right: 2 } },
  { ...plain, name: 'dilation', dilations: [2, 3], padding: around(2) },
  {
    ...plain,
    name: '7×7, stride 2, 3 channels',
    kernel: [7, 7],
    strides: [2, 2],
    padding: noPadding,
    size: [31, 29],
    channels: 3,
    outputs: 32,
  },
  { ...plain, name: 'window as large as the image', kernel: [9, 11], padding: noPadding },
  { ...plain, name: 'kernel 1×5', kernel: [1, 5], padding: { ...noPadding, left: 2, right: 2 } },
  { ...plain, name: 'deep', size: [4, 4], channels: 257, outputs: 65 },
  { ...plain, name: 'wide', size: [67, 71], channels: 3, outputs: 5 },
  { ...plain, name: 'folded workgroups', size: [33, 31], folded: true },
  { ...plain, name: 'NaN and infinities', size: [33, 31], notFinite: true },
  {
    ...plain,
    name: 'relu of NaN and infinities',
    size: [33, 31],
    activation: { kind: 'relu' },
    inputActivation: { kind: 'relu6' },
    notFinite: true,
  },
  {
    ...plain,
    name: 'depthwise, NaN and infinities',
    size: [33, 31],
    groups: 8,
    outputs: 8,
    notFinite: true,
  },
  {
    ...plain,
    name: 'bytes',
    outputs: 32,
    quantized: { minimum: -0.4 },
    bias: true,
    residual: true,
  },
  {
    ...plain,
    name: 'bytes, 1×1',
    outputs: 32,
    kernel: [1, 1],
    padding: noPadding,
    quantized: { minimum: -0.5 },
  },
  { ...plain, name: 'bytes, all below 0', outputs: 32, channels: 7, quantized: { minimum: -1.3 } },
  { ...plain, name: 'bytes, all above 0', outputs: 65, quantized: { minimum: 0.1 } },
  {
    ...plain,
    name: 'bytes, deep, input sigmoid',
    size: [4, 5],
    channels: 257,
    outputs: 33,
    batch: 2,
    live: 1,
    inputActivation: { kind: 'sigmoid' },
    quantized: { minimum: -0.6 },
  },
  { ...plain, name: 'halves, bias', bias: true, stored: 'f16', outputs: 7 },
  { ...plain, name: 'words, bias', bias: true, stored: 'f32', outputs: 7 },
  { ...plain, name: 'scaled, 5 channels to 9', bias: true, scaled: true, channels: 5, outputs: 9 },
  { ...plain, name: 'changing', changing: true, bias: true },
  { ...plain, name: 'changing, 7 to 33', changing: true, bias: true, channels: 7, outputs: 33 },
  {
    ...plain,
    name: 'changing bytes, 5 to 7',
    changing: true,
    channels: 5,
    outputs: 7,
    bias: true,
    quantized: { minimum: -0.4 },
  },
  {
    ...plain,
    name: 'changing, depthwise, scaled',
    changing: true,
    scaled: true,
    channels: 7,
    groups: 7,
    outputs: 7,
  },
  { ...plain, name: 'changing, groups', changing: true, groups: 2 },
  { ...plain, name: 'depthwise', groups: 8, outputs: 8, bias: true },
  {
    ...plain,
    name: 'depthwise, folded workgroups',
    size: [33, 31],
    groups: 8,
    outputs: 8,
    folded: true,
  },
  { ...plain, name: 'groups, folded workgroups', size: [33, 31], groups: 2, folded: true },
  {
    ...plain,
    name: 'depthwise, 7 channels, stride 2',
    channels: 7,
    groups: 7,
    outputs: 7,
    strides: [2, 2],
  },
  {
    ...plain,
    name: 'depthwise, relu6, batch 3, 2 live',
    batch: 3,
    live: 2,
    channels: 33,
    groups: 33,
    outputs: 33,
    activation: { kind: 'relu6' },
  },
  {
    ...plain,
    name: 'depthwise, input sigmoid',
    channels: 7,
    groups: 7,
    outputs: 7,
    inputActivation: { kind: 'sigmoid' },
  },
  { ...plain, name: 'depthwise, residual', groups: 8, outputs: 8, residual: true },
  {
    ...plain,
    name: 'depthwise, dilation',
    groups: 8,
    outputs: 8,
    dilations: [2, 2],
    padding: around(2),
  },
  {
    ...plain,
    name: '2 groups of 4, input sigmoid',
    groups: 2,
    inputActivation: { kind: 'sigmoid' },
  },
  { ...plain, name: '3 groups of 1, 2 filters each', channels: 3, groups: 3, outputs: 6 },
  {
    ...plain,
    name: '3 groups of 5 to 7, residual',
    channels: 15,
    groups: 3,
    outputs: 21,
    residual: true,
    bias: true,
  },
  {
    ...plain,
    name: 'groups, batch 4, 1 live',
    batch: 4,
    live: 1,
    groups: 4,
    activation: { kind: 'leakyRelu', slope: 0.1 },
  },
];

/** Draws convolutions until one is wanted. */
export function drawConv2d(random: Random, wanted: (kase: Conv2dCase) => boolean): Conv2dCase {
  for (;;) {
    const kase = drawAny(random);
    if (wanted(kase)) return kase;
  }
}

function drawAny(random: Random): Conv2dCase {
  const groups = random.pick([1, 1, 1, 2, 3]);
  const kind = random.pick(['plain', 'plain', 'depthwise', 'grouped']);
  const perGroup = random.integer(1, 9);
  const channels = kind === 'depthwise' ? random.integer(1, 20) : perGroup * groups;
  const draw: Omit<Conv2dCase, 'name'> = {
    batch: random.integer(1, 3),
    size: [random.integer(1, 20), random.integer(1, 20)],
    channels,
    outputs: kind === 'depthwise' ? channels : random.integer(1, 12) * groups,
    groups: kind === 'depthwise' ? channels : groups,
    kernel: [random.integer(1, 5), random.integer(1, 5)],
    strides: [random.integer(1, 4), random.integer(1, 4)],
    dilations: [random.integer(1, 3), random.integer(1, 3)],
    padding: {
      top: random.integer(0, 5),
      bottom: random.integer(0, 5),
      left: random.integer(0, 5),
      right: random.integer(0, 5),
    },
    bias: random.pick([true, false]),
    residual: random.pick([true, false]),
    slopes: random.pick([true, false]),
    activation: random.pick<Activation>([{ kind: 'identity' }, { kind: 'relu' }]),
    ...random.pick([{}, { quantized: { minimum: -0.5 } }, { scaled: true }]),
    changing: random.pick([true, false]),
  };
  const { batch, size, kernel, strides } = draw;
  return {
    ...draw,
    name: `${batch}×${size.join('×')}×${channels} to ${draw.outputs}, kernel ${kernel.join('×')}, stride ${strides.join('×')}, ${draw.groups} groups`,
  };
}
