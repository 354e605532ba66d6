import type { Activation } from '../shader/activation.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface GroupNormCase {
  readonly name: string;
  readonly shape: Shape;
  readonly groups: number;
  readonly scale?: boolean;
  readonly offset?: boolean;
  /** 1e-3 where it is left out. */
  readonly epsilon?: number;
  /** Added to all values; 0 where it is left out. */
  readonly shift?: number;
  readonly activation?: Activation;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const plain: Omit<GroupNormCase, 'name'> = {
  shape: [1, 9, 11, 8],
  groups: 8,
  scale: true,
  offset: true,
};

export const groupNormCases: readonly GroupNormCase[] = [
  { ...plain, name: 'each channel' },
  { ...plain, name: 'all channels', groups: 1 },
  { ...plain, name: '2 groups', groups: 2 },
  { ...plain, name: 'groups of 3', shape: [2, 5, 7, 15], groups: 5 },
  { ...plain, name: 'neither scale nor offset', scale: false, offset: false },
  { ...plain, name: 'epsilon 0.5', epsilon: 0.5 },
  { ...plain, name: 'values far from 0', shift: 100 },
  { ...plain, name: 'relu', activation: { kind: 'relu' } },
  { ...plain, name: 'one pixel', shape: [1, 1, 1, 8], groups: 2 },
  ...[1, 3, 7, 65].map((channels) => ({
    ...plain,
    name: `${channels} channels`,
    shape: [1, 3, 5, channels],
    groups: channels,
  })),
  { ...plain, name: 'a large plane', shape: [1, 65, 63, 5], groups: 5 },
  { ...plain, name: 'empty batch', shape: [0, 3, 5, 8] },
  { ...plain, name: 'batch 5, 3 live', shape: [5, 7, 5, 8], live: 3 },
  { ...plain, name: 'batch 5, none live', shape: [5, 7, 5, 8], live: 0 },
  { ...plain, name: 'folded workgroups', shape: [1, 65, 63, 8], folded: true },
  { ...plain, name: 'NaN and infinities', shape: [3, 5, 7, 6], groups: 6, notFinite: true },
];

export function drawGroupNorm(random: Random): GroupNormCase {
  const groups = random.integer(1, 5);
  const shape = [
    random.integer(1, 3),
    random.integer(1, 20),
    random.integer(2, 20),
    groups * random.integer(1, 6),
  ];
  const [scale, offset] = [random.pick([true, false]), random.pick([true, false])];
  return { name: `[${shape}] in ${groups}`, shape, groups, scale, offset };
}
