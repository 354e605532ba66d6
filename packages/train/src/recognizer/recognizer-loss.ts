import { FaceGpuError } from '@facegpu/kernels';
import type { Metric } from '@facegpu/pipeline';
import { marginSoftmax } from '../losses/margin-softmax.ts';
import { asNumbers } from '../losses/reduce.ts';
import {
  type BatchLoss,
  givenTriplets,
  meanDistances,
  pairsOf,
  semiHardTriplets,
  type TemperedLoss,
  temperedTriplets,
} from '../losses/triplet.ts';
import { normalizedRows } from '../networks/layers.ts';
import type { NetworkBuilder } from '../networks/network-builder.ts';

/**
 * How triplets are found: among all of a batch, where `hard` is as hard as descriptors can bear (`temperedTriplets`);
 * at random; or, as `hard` does, among batches of what the whole `set` has that is confused (`minedBatches`).
 */
export type Mining = 'hard' | 'semi-hard' | 'random' | 'set';

/** What a recogniser is trained by. */
export type RecognizerLoss =
  | {
      readonly kind: 'triplet';
      readonly mining: Mining;
      /** With nothing, the soft margin; semi-hard mining then has 0.2. */
      readonly margin?: number | undefined;
    }
  | {
      readonly kind: 'arcface' | 'cosface';
      /** How many people there are. */
      readonly classes: number;
      readonly margin?: number | undefined;
      readonly scale?: number | undefined;
    };

/** The names of a training's inputs besides the chips. */
export const inputs = { people: 'people', triplets: 'triplets' } as const;

/** What a loss compares. */
export interface LossSettings {
  /** Chips of the batch. */
  readonly count: number;
  /** How many of them show one person, at most. */
  readonly photos?: number | undefined;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
  /** How descriptors are compared: by `cosine`, their lengths don't count. */
  readonly metric: Metric;
  readonly loss: RecognizerLoss;
}

/**
 * Writes the loss of a batch down.
 *
 * @param rows the descriptors, `[count, dimensions]`
 * @throws FaceGpuError `bad-argument` where a loss of angles is to train what is compared by lengths too
 */
export function writeRecognizerLoss(
  b: NetworkBuilder,
  rows: string,
  { count, photos, dimensions, metric, loss }: LossSettings,
): BatchLoss | TemperedLoss {
  requireAngles(loss, metric);
  const descriptors = metric === 'cosine' ? normalizedRows(b, rows) : rows;
  const people = b.input(inputs.people, [count], 'i32');
  if (loss.kind !== 'triplet') {
    const { kind, classes, margin, scale } = loss;
    const across = Int32Array.from({ length: classes }, (_, i) => i);
    const numbers = b.constant('classes', [1, classes], across, 'i32');
    const down = b.add('reshape', [people], { shape: [count, 1] });
    const oneHot = asNumbers(b, b.add('equal', [down, numbers]));
    const result = marginSoftmax(b, {
      descriptors,
      dimensions,
      oneHot,
      classes,
      kind,
      ...(margin !== undefined && { margin }),
      ...(scale !== undefined && { scale }),
    });
    return { ...result, ...meanDistances(b, pairsOf(b, { descriptors, people, count })) };
  }
  const { mining, margin } = loss;
  const shared = { descriptors, people, count, margin, photos };
  if (mining === 'semi-hard') return semiHardTriplets(b, shared);
  if (mining === 'random') {
    return givenTriplets(b, { ...shared, triplets: b.input(inputs.triplets, [count, 3], 'i32') });
  }
  return temperedTriplets(b, shared);
}

function requireAngles({ kind }: RecognizerLoss, metric: Metric): void {
  if (kind === 'triplet' || metric === 'cosine') return;
  throw new FaceGpuError(
    'bad-argument',
    `the loss ${kind} trains angles, and the network’s descriptors are compared by their ${metric} distance`,
    'Train it with triplets.',
  );
}
