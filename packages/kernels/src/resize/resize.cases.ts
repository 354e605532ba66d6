import type { Pair } from '../tensor/window.ts';
import type { Random } from '../testing/random.ts';
import type { ResizeCoordinates } from './coordinates.ts';
import type { ResizeAttributes } from './resize.ts';

export interface ResizeCase extends Omit<ResizeAttributes, 'interpolation'> {
  readonly name: string;
  readonly batch: number;
  readonly from: Pair;
  readonly to: Pair;
  readonly channels: number;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
}

const coordinates: readonly ResizeCoordinates[] = ['align-corners', 'asymmetric', 'half-pixel'];

const others: readonly ResizeCoordinates[] = [
  'crop',
  'half-pixel-symmetric',
  'pytorch-half-pixel',
  'tf-half-pixel',
];

const sizes: readonly { from: Pair; to: Pair }[] = [
  { from: [7, 5], to: [7, 5] },
  { from: [7, 5], to: [14, 10] },
  { from: [7, 5], to: [28, 15] },
  { from: [14, 10], to: [7, 5] },
  { from: [9, 11], to: [13, 7] },
  { from: [9, 11], to: [1, 1] },
  { from: [9, 11], to: [2, 2] },
  { from: [1, 1], to: [5, 3] },
  { from: [1, 65], to: [1, 257] },
  { from: [257, 1], to: [64, 1] },
  { from: [2, 2], to: [63, 65] },
];

const plain: Omit<ResizeCase, 'name'> = {
  coordinates: 'half-pixel',
  batch: 1,
  from: [9, 11],
  to: [13, 7],
  channels: 8,
};

/** Cases for every interpolation. */
export const resizeCases: readonly ResizeCase[] = [
  ...coordinates.flatMap((coordinates) =>
    sizes.map(({ from, to }) => named({ ...plain, coordinates, from, to, channels: 5 })),
  ),
  ...others.flatMap((coordinates) =>
    sizes
      .slice(4, 8)
      .map(({ from, to }) => named({ ...plain, coordinates, from, to, channels: 3 })),
  ),
  ...(['ceil', 'floor', 'halves-down', 'halves-up'] as const).map((rounding) => ({
    ...plain,
    name: `rounding: ${rounding}`,
    rounding,
    from: [4, 6] as const,
    to: [8, 9] as const,
  })),
  { ...plain, name: 'slope -0.5', slope: -0.5 },
  { ...plain, name: 'nothing outside', excludeOutside: true },
  { ...plain, name: 'nothing outside, slope -0.5', excludeOutside: true, slope: -0.5, to: [3, 20] },
  { ...plain, name: 'antialias', antialias: true, from: [31, 29], to: [7, 13] },
  {
    ...plain,
    name: 'antialias, nothing outside',
    antialias: true,
    excludeOutside: true,
    to: [2, 30],
  },
  { ...plain, name: 'scales', scales: [0.75, 1.625], to: [6, 17] },
  {
    ...plain,
    name: 'scales, symmetric',
    coordinates: 'half-pixel-symmetric',
    scales: [0.75, 1.625],
    to: [6, 17],
  },
  {
    ...plain,
    name: 'a part, and what lies beside it',
    coordinates: 'crop',
    region: [
      { start: 0.25, end: 0.75 },
      { start: -0.3, end: 1.2 },
    ],
    extrapolation: 7.5,
  },
  ...[1, 2, 3, 5, 7, 63, 65].map((channels) => named({ ...plain, channels })),
  { ...plain, name: 'batch 3', batch: 3 },
  { ...plain, name: 'empty batch', batch: 0 },
  { ...plain, name: 'to an image without rows', to: [0, 7] },
  { ...plain, name: 'from and to an image without rows', from: [0, 11], to: [0, 7] },
  { ...plain, name: 'batch 5, 3 live', batch: 5, live: 3 },
  { ...plain, name: 'batch 5, none live', batch: 5, live: 0 },
  { ...plain, name: 'folded workgroups', to: [65, 63], folded: true },
];

export function drawResize(random: Random): ResizeCase {
  return named({
    coordinates: random.pick([...coordinates, ...others]),
    batch: random.integer(1, 3),
    from: [random.integer(1, 30), random.integer(1, 30)],
    to: [random.integer(1, 30), random.integer(1, 30)],
    antialias: random.pick([false, false, true]),
    excludeOutside: random.pick([false, true]),
    channels: random.integer(1, 12),
  });
}

function named(kase: Omit<ResizeCase, 'name'>): ResizeCase {
  const { coordinates, batch, from, to, channels } = kase;
  const name = `${coordinates}, ${batch}×${from.join('×')}×${channels} to ${to.join('×')}`;
  return { ...kase, name };
}
