import type { Shape } from '../tensor/tensor.ts';
import type { WeightType } from '../tensor/weight.ts';
import type { Random } from '../testing/random.ts';
import type { TileLayout } from './pack.ts';

export interface PackCase {
  readonly name: string;
  /** What kernels want: tiles of a convolution, padded rows, or a dense tensor. */
  readonly form: 'tiles' | 'rows' | 'dense';
  readonly shape: Shape;
  readonly layout: TileLayout;
  readonly stored: WeightType;
  readonly dtype: WeightType;
  /** What the stored numbers stand for: an affine of each channel, or one for all. */
  readonly affine?: 'channels' | 'uniform';
  readonly changing?: boolean;
  readonly folded?: boolean;
}

const plain: Omit<PackCase, 'name'> = {
  form: 'tiles',
  shape: [3, 3, 5, 7],
  layout: { vec4s: 2, parts: 1 },
  stored: 'f32',
  dtype: 'f32',
};

const wordTypes: readonly WeightType[] = ['f32', 'f16', 'u8'];

export const packCases: readonly PackCase[] = [
  ...wordTypes.flatMap((stored) =>
    (['f32', 'f16'] as const).flatMap((dtype) => [
      { ...plain, name: `tiles, ${stored} to ${dtype}`, stored, dtype },
      { ...plain, name: `rows, ${stored} to ${dtype}`, form: 'rows' as const, stored, dtype },
      { ...plain, name: `dense, ${stored} to ${dtype}`, form: 'dense' as const, stored, dtype },
    ]),
  ),
  { ...plain, name: 'bytes stay bytes', stored: 'u8', dtype: 'u8', affine: 'channels' },
  { ...plain, name: 'bytes, 4 parts', stored: 'u8', dtype: 'u8', layout: { vec4s: 8, parts: 4 } },
  { ...plain, name: 'halves, 2 parts', dtype: 'f16', layout: { vec4s: 4, parts: 2 } },
  { ...plain, name: '4 parts, 33 outputs', shape: [1, 1, 9, 33], layout: { vec4s: 8, parts: 4 } },
  ...wordTypes.flatMap((stored) =>
    (['channels', 'uniform'] as const).map((affine) => ({
      ...plain,
      name: `${stored}, affine of ${affine}`,
      stored,
      affine,
    })),
  ),
  {
    ...plain,
    name: 'rows, affine of channels',
    form: 'rows',
    stored: 'u8',
    affine: 'channels',
  },
  ...[7, 8].map(
    (channels): PackCase => ({
      ...plain,
      name: `dense, affine of ${channels} channels`,
      form: 'dense',
      shape: [3, 5, channels],
      stored: 'u8',
      affine: 'channels',
    }),
  ),
  { ...plain, name: 'dense scalar', form: 'dense', shape: [], stored: 'u8', affine: 'uniform' },
  { ...plain, name: 'dense, nothing', form: 'dense', shape: [3, 0], stored: 'u8' },
  { ...plain, name: 'rows of nothing', form: 'rows', shape: [0, 7] },
  ...[1, 2, 3, 4, 63, 64, 65, 257].map((inputs) => ({
    ...plain,
    name: `${inputs} inputs`,
    shape: [1, 2, inputs, 5],
  })),
  ...[1, 2, 3, 4, 63, 64, 65, 257].map((outputs) => ({
    ...plain,
    name: `${outputs} outputs`,
    shape: [2, 1, 5, outputs],
  })),
  { ...plain, name: 'no inputs', shape: [1, 1, 0, 5] },
  { ...plain, name: 'changing', changing: true },
  { ...plain, name: 'changing bytes', changing: true, stored: 'u8', affine: 'channels' },
  { ...plain, name: 'folded workgroups', shape: [3, 3, 33, 70], folded: true },
];

export function drawPack(random: Random): PackCase {
  const form = random.pick(['tiles', 'rows', 'dense'] as const);
  const sizes = [3, 3, 20, 40].map((most) => random.integer(1, most));
  const stored = random.pick(wordTypes);
  const canStay = form === 'tiles' && stored === 'u8';
  const affine = random.pick([undefined, 'channels', 'uniform'] as const);
  return {
    name: `${form} [${sizes}], ${stored}`,
    form,
    shape: sizes,
    layout: { vec4s: random.pick([1, 2, 4, 8]), parts: random.pick([1, 2, 4]) },
    stored,
    dtype: random.pick(canStay ? wordTypes : ['f32', 'f16']),
    ...(affine && { affine }),
    changing: random.pick([true, false]),
  };
}
