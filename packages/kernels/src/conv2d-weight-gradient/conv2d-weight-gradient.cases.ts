import type { Conv2dAttributes } from '../conv2d/contract.ts';
import { noPadding, type Pair } from '../tensor/window.ts';
import { around } from '../testing/around.ts';
import type { Random } from '../testing/random.ts';

export interface Conv2dWeightGradientCase extends Conv2dAttributes {
  readonly name: string;
  readonly batch: number;
  readonly size: Pair;
  readonly channels: number;
  readonly outputs: number;
  readonly kernel: Pair;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const plain: Omit<Conv2dWeightGradientCase, 'name'> = {
  batch: 2,
  size: [7, 9],
  channels: 8,
  outputs: 8,
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  padding: around(1),
  groups: 1,
};

/** A filter for each channel, of so many channels. */
const depthwise = (channels: number) => ({ channels, outputs: channels, groups: channels });

export const conv2dWeightGradientCases: readonly Conv2dWeightGradientCase[] = [
  { ...plain, name: 'plain 3×3' },
  { ...plain, name: 'stride 2', strides: [2, 2] },
  { ...plain, name: '1×1', kernel: [1, 1], padding: noPadding },
  { ...plain, name: 'stride larger than kernel', kernel: [2, 1], strides: [3, 4] },
  { ...plain, name: 'padding on one side', padding: { top: 0, bottom: 3, left: 2, right: 0 } },
  { ...plain, name: 'dilation 2×3', dilations: [2, 3], size: [11, 13] },
  { ...plain, name: '1×1 image', size: [1, 1] },
  { ...plain, name: 'one row', size: [1, 65] },
  { ...plain, name: 'one column', size: [65, 1] },
  { ...plain, name: 'an output of one pixel', size: [3, 3], padding: noPadding, batch: 13 },
  { ...plain, name: 'an output without pixels', size: [2, 2], padding: noPadding },
  { ...plain, name: 'kernel 1×5', kernel: [1, 5] },
  { ...plain, name: 'large window', kernel: [7, 5], padding: around(3) },
  ...[1, 3, 5, 65].map((channels) => ({ ...plain, name: `from ${channels}`, channels })),
  ...[1, 2, 7, 65].map((outputs) => ({ ...plain, name: `to ${outputs}`, outputs })),
  { ...plain, name: 'one image', batch: 1 },
  { ...plain, name: 'empty batch', batch: 0 },
  { ...plain, name: 'many pixels', batch: 5, size: [37, 31], channels: 4, outputs: 6 },
  { ...plain, name: '2 groups', groups: 2 },
  { ...plain, name: '3 groups of 2 to 5', groups: 3, channels: 6, outputs: 15 },
  { ...plain, name: '5 groups of 1 to 3', groups: 5, channels: 5, outputs: 15 },
  { ...plain, name: 'groups, many pixels', groups: 2, batch: 5, size: [37, 31] },
  ...[1, 7, 8, 65].map((channels) => ({
    ...plain,
    ...depthwise(channels),
    name: `depthwise, ${channels} channels`,
  })),
  { ...plain, ...depthwise(6), name: 'depthwise, stride 2', strides: [2, 2] },
  {
    ...plain,
    ...depthwise(6),
    name: 'depthwise, stride 2, even size',
    strides: [2, 2],
    size: [8, 6],
    padding: { top: 0, bottom: 1, left: 0, right: 1 },
  },
  { ...plain, ...depthwise(6), name: 'depthwise, strides 1×2', strides: [1, 2] },
  { ...plain, ...depthwise(6), name: 'depthwise, kernel 5×4', kernel: [5, 4], dilations: [2, 1] },
  { ...plain, ...depthwise(5), name: 'depthwise, many pixels', batch: 5, size: [37, 31] },
  { ...plain, ...depthwise(6), name: 'depthwise, padding above the kernel', padding: around(4) },
  { ...plain, name: 'folded workgroups', channels: 33, outputs: 17, folded: true },
  { ...plain, ...depthwise(70), name: 'depthwise, folded workgroups', folded: true },
  { ...plain, name: 'NaN and infinities', batch: 3, notFinite: true },
  { ...plain, ...depthwise(6), name: 'depthwise, NaN and infinities', notFinite: true },
];

export function drawConv2dWeightGradient(random: Random): Conv2dWeightGradientCase {
  const pair = (most: number): Pair => [random.integer(1, most), random.integer(1, most)];
  const groups = random.pick([1, 1, 1, 2, 3]);
  const isDepthwise = random.pick([false, false, true]);
  const channels = groups * random.integer(1, 9);
  const stride = random.integer(1, 2);
  const kase: Omit<Conv2dWeightGradientCase, 'name'> = {
    batch: random.integer(1, 3),
    size: pair(12),
    channels,
    outputs: isDepthwise ? channels : groups * random.integer(1, 9),
    kernel: random.pick([[3, 3], pair(4)]),
    strides: random.pick([[stride, stride], pair(4)]),
    dilations: random.pick([[1, 1], pair(3)]),
    padding: {
      top: random.integer(0, 3),
      bottom: random.integer(0, 3),
      left: random.integer(0, 3),
      right: random.integer(0, 3),
    },
    groups: isDepthwise ? channels : groups,
  };
  const { batch, size, outputs, kernel, strides, dilations } = kase;
  return {
    ...kase,
    name: `${batch}×${size.join('×')}×${channels} to ${outputs}, kernel ${kernel.join('×')}, stride ${strides.join('×')}, dilation ${dilations.join('×')}, ${kase.groups} groups`,
  };
}
