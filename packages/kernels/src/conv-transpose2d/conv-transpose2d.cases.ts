import type { Activation } from '../shader/activation.ts';
import { noPadding, type Pair } from '../tensor/window.ts';
import { around } from '../testing/around.ts';
import type { Random } from '../testing/random.ts';
import type { ConvTranspose2dAttributes } from './contract.ts';

export interface ConvTranspose2dCase extends ConvTranspose2dAttributes {
  readonly name: string;
  readonly batch: number;
  readonly size: Pair;
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: Pair;
  readonly bias?: boolean;
  readonly activation?: Activation;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
  /** What the weights are stored in; the element type of the test unless told. */
  readonly stored?: 'f32' | 'f16';
  /** Whether the weights may change between runs. */
  readonly changing?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
}

const plain: Omit<ConvTranspose2dCase, 'name'> = {
  batch: 1,
  size: [5, 7],
  channels: 8,
  outputs: 8,
  kernel: [3, 3],
  strides: [2, 2],
  dilations: [1, 1],
  padding: noPadding,
  outputPadding: [0, 0],
  groups: 1,
};

const depthwise: Omit<ConvTranspose2dCase, 'name'> = {
  ...plain,
  groups: 6,
  channels: 6,
  outputs: 6,
};

export const convTranspose2dCases: readonly ConvTranspose2dCase[] = [
  { ...plain, name: 'plain 3×3, stride 2' },
  { ...plain, name: 'stride 1', strides: [1, 1] },
  { ...plain, name: '2×2, stride 2', kernel: [2, 2], bias: true },
  { ...plain, name: '4×4, stride 2, padding 1', kernel: [4, 4], padding: around(1), bias: true },
  { ...plain, name: 'stride larger than kernel', kernel: [2, 1], strides: [3, 4], bias: true },
  { ...plain, name: 'output padding', outputPadding: [1, 0], padding: around(1) },
  { ...plain, name: 'output padding of more than a stride', outputPadding: [5, 3], bias: true },
  { ...plain, name: 'padding on one side', padding: { top: 0, bottom: 3, left: 2, right: 0 } },
  { ...plain, name: 'dilation 2, stride 2', dilations: [2, 2] },
  { ...plain, name: 'dilation 3, stride 2', dilations: [3, 3], padding: around(1) },
  { ...plain, name: 'dilation 4×6, stride 6×4', dilations: [4, 6], strides: [6, 4] },
  { ...plain, name: 'dilation 2, stride 3', dilations: [2, 1], strides: [3, 2] },
  { ...plain, name: '1×1 image', size: [1, 1] },
  { ...plain, name: 'one row', size: [1, 65] },
  { ...plain, name: 'one column', size: [65, 1] },
  { ...plain, name: 'kernel 1×5', kernel: [1, 5] },
  ...[1, 3, 5, 65].map((channels) => ({ ...plain, name: `from ${channels}`, channels })),
  ...[1, 2, 7, 65].map((outputs) => ({
    ...plain,
    name: `to ${outputs}`,
    outputs,
    bias: true,
  })),
  { ...plain, name: '2 groups', groups: 2 },
  { ...plain, name: '3 groups of 2 to 5', groups: 3, channels: 6, outputs: 15, bias: true },
  { ...plain, name: 'depthwise', groups: 7, channels: 7, outputs: 7, kernel: [4, 4] },
  { ...depthwise, name: 'depthwise, stride 1', strides: [1, 1], padding: around(1) },
  { ...depthwise, name: 'depthwise, stride 2', padding: around(1), bias: true },
  {
    ...depthwise,
    name: 'depthwise, stride 2, of 3 of 5 images, relu',
    padding: { top: 0, bottom: 2, left: 1, right: 0 },
    outputPadding: [3, 1],
    batch: 5,
    live: 3,
    activation: { kind: 'relu' },
  },
  { ...depthwise, name: 'depthwise, stride 2, tall', size: [65, 3], padding: around(2) },
  { ...depthwise, name: 'depthwise, strides 1×3', strides: [1, 3], changing: true },
  { ...depthwise, name: 'depthwise, dilation 2×3', dilations: [2, 3], padding: around(2) },
  {
    ...depthwise,
    name: 'depthwise, more cut off',
    strides: [1, 1],
    padding: around(3),
    size: [7, 9],
  },
  {
    ...depthwise,
    name: 'depthwise, output padding, weights that change',
    strides: [1, 1],
    outputPadding: [2, 1],
    changing: true,
    bias: true,
  },
  { ...plain, name: 'stride 1, weights that change', strides: [1, 1], changing: true },
  { ...plain, name: 'stride 1, more cut off', strides: [1, 1], padding: around(3), size: [7, 9] },
  { ...plain, name: '2 groups, stride 1', strides: [1, 1], groups: 2, bias: true },
  { ...plain, name: 'batch 3', batch: 3 },
  { ...plain, name: 'empty batch', batch: 0 },
  { ...plain, name: 'batch 5, 3 live', batch: 5, live: 3 },
  { ...plain, name: 'batch 5, none live', batch: 5, live: 0 },
  { ...plain, name: 'relu', activation: { kind: 'relu' }, bias: true },
  { ...plain, name: 'weights in halves', stored: 'f16' },
  { ...plain, name: 'weights that change', changing: true, channels: 6, outputs: 5, bias: true },
  { ...plain, name: 'folded workgroups', size: [31, 29], folded: true },
  { ...plain, name: 'NaN and infinities', kernel: [2, 2], notFinite: true },
  {
    ...plain,
    name: '16×16×64 to 32×32×32',
    size: [16, 16],
    channels: 64,
    outputs: 32,
    kernel: [4, 4],
    padding: around(1),
    timed: true,
  },
];

export function drawConvTranspose2d(random: Random): ConvTranspose2dCase {
  const pair = (most: number): Pair => [random.integer(1, most), random.integer(1, most)];
  const groups = random.pick([1, 1, 1, 2, 3]);
  const kernel = pair(4);
  // Not more than what the window adds, so that something is left.
  const cut = (size: number) => random.integer(0, Math.floor((size - 1) / 2));
  const kase: Omit<ConvTranspose2dCase, 'name'> = {
    batch: random.integer(1, 2),
    size: pair(9),
    channels: groups * random.integer(1, 9),
    outputs: groups * random.integer(1, 9),
    kernel,
    strides: pair(4),
    dilations: pair(3),
    padding: { top: cut(kernel[0]), bottom: cut(kernel[0]), left: cut(kernel[1]), right: 0 },
    outputPadding: [random.integer(0, 2), random.integer(0, 2)],
    groups,
    bias: random.pick([true, false]),
  };
  const { batch, size, channels, outputs, strides, dilations } = kase;
  return {
    ...kase,
    name: `${batch}×${size.join('×')}×${channels} to ${outputs}, kernel ${kernel.join('×')}, stride ${strides.join('×')}, dilation ${dilations.join('×')}, ${groups} groups`,
  };
}
