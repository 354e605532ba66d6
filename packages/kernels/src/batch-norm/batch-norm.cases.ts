import type { Activation } from '../shader/activation.ts';
import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface BatchNormCase {
  readonly name: string;
  readonly shape: Shape;
  readonly scale?: boolean;
  readonly offset?: boolean;
  /** 1e-3 where it is left out. */
  readonly epsilon?: number;
  readonly activation?: Activation;
  /** How many images of the batch to compute; all where it is left out. */
  readonly live?: number;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
  /** What the statistics are stored in; f32 where it is left out. */
  readonly stored?: 'f32' | 'f16';
  /** Whether the statistics may change between runs. */
  readonly changing?: boolean;
}

const plain: Omit<BatchNormCase, 'name'> = {
  shape: [1, 9, 11, 8],
  scale: true,
  offset: true,
  stored: 'f32',
};

export const batchNormCases: readonly BatchNormCase[] = [
  { ...plain, name: 'plain' },
  { ...plain, name: 'no scale', scale: false },
  { ...plain, name: 'no offset', offset: false },
  { ...plain, name: 'neither scale nor offset', scale: false, offset: false },
  // Large, so that the result shows it.
  { ...plain, name: 'epsilon 0.5', epsilon: 0.5 },
  { ...plain, name: 'relu', activation: { kind: 'relu' } },
  { ...plain, name: 'leakyRelu', activation: { kind: 'leakyRelu', slope: 0.1 } },
  { ...plain, name: '1×1 image, 1 channel', shape: [1, 1, 1, 1] },
  ...[1, 2, 3, 5, 7, 63, 64, 65, 257].map((channels) => ({
    ...plain,
    name: `${channels} channels`,
    shape: [1, 3, 5, channels],
  })),
  { ...plain, name: 'batch 3', shape: [3, 7, 5, 6] },
  { ...plain, name: 'empty batch', shape: [0, 7, 5, 6] },
  { ...plain, name: 'image without rows', shape: [2, 0, 5, 6] },
  { ...plain, name: 'batch 5, 3 live', shape: [5, 7, 5, 6], live: 3 },
  { ...plain, name: 'batch 5, none live', shape: [5, 7, 5, 6], live: 0 },
  { ...plain, name: 'halves', stored: 'f16' },
  { ...plain, name: 'changing', changing: true },
  { ...plain, name: 'changing, 7 channels', shape: [2, 3, 5, 7], changing: true },
  { ...plain, name: 'changing, halves, no scale', scale: false, stored: 'f16', changing: true },
  { ...plain, name: 'folded workgroups', shape: [1, 65, 63, 6], folded: true },
  { ...plain, name: 'NaN and infinities', shape: [1, 9, 7, 6], notFinite: true },
];

export function drawBatchNorm(random: Random): BatchNormCase {
  const shape = [
    random.integer(1, 3),
    random.integer(1, 20),
    random.integer(1, 20),
    random.integer(1, 40),
  ];
  return {
    name: `[${shape}]`,
    shape,
    stored: 'f32',
    changing: random.pick([true, false]),
    scale: random.pick([true, false]),
    offset: random.pick([true, false]),
    epsilon: random.uniform(0, 0.1),
    activation: random.pick<Activation>([{ kind: 'identity' }, { kind: 'relu6' }]),
  };
}
