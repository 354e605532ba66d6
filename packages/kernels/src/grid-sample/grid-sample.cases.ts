import type { Pair } from '../tensor/window.ts';
import type { Random } from '../testing/random.ts';
import type { GridSampleAttributes } from './grid-sample.ts';

export interface GridSampleCase extends GridSampleAttributes {
  readonly name: string;
  readonly batch: number;
  readonly from: Pair;
  readonly to: Pair;
  readonly channels: number;
  /** How far the grid goes; 1 is the image. */
  readonly reach: number;
  readonly live?: number;
  readonly folded?: boolean;
}

const interpolations = ['nearest', 'bilinear', 'bicubic'] as const;
const paddings = ['zeros', 'border', 'reflection'] as const;

const plain: Omit<GridSampleCase, 'name'> = {
  interpolation: 'bilinear',
  padding: 'zeros',
  alignCorners: false,
  batch: 1,
  from: [7, 9],
  to: [5, 6],
  channels: 5,
  reach: 1.3,
};

export const gridSampleCases: readonly GridSampleCase[] = [
  ...interpolations.flatMap((interpolation) =>
    paddings.flatMap((padding) =>
      [false, true].map((alignCorners) =>
        named({ ...plain, interpolation, padding, alignCorners, reach: 3 }),
      ),
    ),
  ),
  ...[1, 4, 7, 65].map((channels) => ({ ...plain, name: `${channels} channels`, channels })),
  ...paddings.map((padding) => named({ ...plain, padding, from: [1, 2], alignCorners: true })),
  { ...plain, name: 'batch 3', batch: 3 },
  { ...plain, name: 'empty batch', batch: 0 },
  { ...plain, name: 'batch 5, 3 live', batch: 5, live: 3 },
  { ...plain, name: 'folded workgroups', to: [31, 29], folded: true },
];

export function drawGridSample(random: Random): GridSampleCase {
  const pair = (): Pair => [random.integer(1, 20), random.integer(1, 20)];
  return named({
    interpolation: random.pick(interpolations),
    padding: random.pick(paddings),
    alignCorners: random.pick([true, false]),
    batch: random.integer(1, 2),
    from: pair(),
    to: pair(),
    channels: random.integer(1, 9),
    reach: random.uniform(0.5, 2),
  });
}

function named(kase: Omit<GridSampleCase, 'name'>): GridSampleCase {
  const { interpolation, padding, alignCorners, from, to } = kase;
  const name = `${interpolation}, ${padding}${alignCorners ? ', corners' : ''}, ${from.join('×')} to ${to.join('×')}`;
  return { ...kase, name };
}
