import { noPadding, type Pair } from '../tensor/window.ts';
import { around } from '../testing/around.ts';
import type { Random } from '../testing/random.ts';
import type { Pool2dAttributes } from './pool2d.ts';

export interface Pool2dCase extends Omit<Pool2dAttributes, 'kind'> {
  /** The exponent of an Lp pooling; 2 where it is left out. */
  readonly p?: number;
  readonly name: string;
  readonly batch: number;
  readonly size: Pair;
  readonly channels: number;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const plain: Omit<Pool2dCase, 'name'> = {
  batch: 1,
  size: [9, 11],
  channels: 8,
  kernel: [3, 3],
  strides: [2, 2],
  padding: around(1),
};

/** Cases for every kind; a batch of 1, odd and prime sizes, one axis at a time. */
export const pool2dCases: readonly Pool2dCase[] = [
  { ...plain, name: 'plain 3×3' },
  { ...plain, name: '2×2', kernel: [2, 2], padding: noPadding },
  { ...plain, name: '1×1, stride 2', kernel: [1, 1], padding: noPadding },
  { ...plain, name: 'stride 1', strides: [1, 1] },
  { ...plain, name: 'stride larger than kernel', kernel: [2, 2], strides: [3, 5] },
  { ...plain, name: '1×1 image', size: [1, 1] },
  { ...plain, name: 'one row', size: [1, 65] },
  { ...plain, name: 'one column', size: [65, 1] },
  ...[1, 2, 3, 5, 7, 63, 65, 257].map((channels) => ({
    ...plain,
    name: `${channels} channels`,
    channels,
  })),
  { ...plain, name: 'batch 3', batch: 3 },
  { ...plain, name: 'empty batch', batch: 0 },
  { ...plain, name: 'batch 5, 3 live', batch: 5, live: 3 },
  { ...plain, name: 'batch 5, none live', batch: 5, live: 0 },
  { ...plain, name: 'padding on one side', padding: { top: 0, bottom: 2, left: 0, right: 1 } },
  { ...plain, name: 'padding counts', countPadding: true },
  {
    ...plain,
    name: 'padding on one side counts',
    padding: { top: 2, bottom: 0, left: 1, right: 0 },
    countPadding: true,
  },
  { ...plain, name: 'windows of padding only', size: [2, 2], padding: around(4) },
  {
    ...plain,
    name: 'windows of padding only, which counts',
    size: [2, 2],
    padding: around(4),
    countPadding: true,
  },
  { ...plain, name: 'image without rows', size: [0, 5] },
  { ...plain, name: 'window larger than the image', kernel: [10, 3], padding: noPadding },
  { ...plain, name: 'window as large as the image', kernel: [9, 11], padding: noPadding },
  { ...plain, name: 'kernel 1×5', kernel: [1, 5], padding: { ...noPadding, left: 2, right: 2 } },
  { ...plain, name: 'dilation 2×3', dilations: [2, 3], size: [13, 17] },
  { ...plain, name: 'dilation 3, padding counts', dilations: [3, 3], countPadding: true },
  { ...plain, name: 'dilation larger than the image', dilations: [11, 13], padding: around(12) },
  {
    ...plain,
    name: 'dilation 2, ceil, padding counts',
    size: [8, 10],
    dilations: [2, 2],
    ceil: true,
    countPadding: true,
  },
  { ...plain, name: 'p 1', p: 1 },
  { ...plain, name: 'p 3', p: 3 },
  { ...plain, name: 'ceil', size: [8, 10], padding: noPadding, ceil: true },
  { ...plain, name: 'ceil, nothing hangs over', padding: noPadding, ceil: true },
  { ...plain, name: 'ceil, padding counts', size: [8, 10], ceil: true, countPadding: true },
  {
    ...plain,
    name: 'ceil, window larger than the image',
    size: [2, 2],
    padding: noPadding,
    ceil: true,
  },
  // 5 + 2 rows hold windows at 0 and 3; one at 6 would lie behind the image.
  {
    ...plain,
    name: 'ceil, a window in the padding is dropped',
    size: [5, 5],
    kernel: [2, 2],
    strides: [3, 3],
    ceil: true,
  },
  { ...plain, name: 'folded workgroups', size: [65, 63], folded: true },
  { ...plain, name: 'NaN and infinities', size: [17, 13], notFinite: true },
];

export function drawPool2d(random: Random): Pool2dCase {
  const kase: Omit<Pool2dCase, 'name'> = {
    batch: random.integer(1, 3),
    size: [random.integer(1, 20), random.integer(1, 20)],
    channels: random.integer(1, 20),
    kernel: [random.integer(1, 5), random.integer(1, 5)],
    strides: [random.integer(1, 4), random.integer(1, 4)],
    dilations: [random.integer(1, 3), random.integer(1, 3)],
    p: random.integer(1, 4),
    padding: {
      top: random.integer(0, 5),
      bottom: random.integer(0, 5),
      left: random.integer(0, 5),
      right: random.integer(0, 5),
    },
    ceil: random.pick([true, false]),
    countPadding: random.pick([true, false]),
  };
  const { batch, size, channels, kernel, strides, padding, ceil } = kase;
  return {
    ...kase,
    name: `${batch}×${size.join('×')}×${channels}, kernel ${kernel.join('×')}, stride ${strides.join('×')}, padding ${Object.values(padding).join(' ')}${ceil ? ', ceil' : ''}`,
  };
}
