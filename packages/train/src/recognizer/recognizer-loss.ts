import { pairwiseDistances, samePerson } from '../losses/distances.ts';
import { marginSoftmax } from '../losses/margin-softmax.ts';
import { asNumbers } from '../losses/reduce.ts';
import {
  type BatchLoss,
  batchHardTriplets,
  givenTriplets,
  meanDistances,
  semiHardTriplets,
} from '../losses/triplet.ts';
import { normalizedRows } from '../networks/layers.ts';
import type { NetworkBuilder } from '../networks/network-builder.ts';

/** How the triplets of a batch are found. */
export type Mining = 'hard' | 'semi-hard' | 'random';

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

/**
 * Writes the loss of a batch down.
 *
 * @param rows the descriptors, `[count, dimensions]`
 */
export function writeRecognizerLoss(
  b: NetworkBuilder,
  rows: string,
  { count, dimensions, loss }: { count: number; dimensions: number; loss: RecognizerLoss },
): BatchLoss {
  const descriptors = normalizedRows(b, rows);
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
    const distances = pairwiseDistances(b, descriptors);
    const same = samePerson(b, people, count);
    return { ...result, ...meanDistances(b, distances, same, count) };
  }
  const { mining, margin } = loss;
  const shared = { descriptors, people, count, margin };
  if (mining === 'hard') return batchHardTriplets(b, shared);
  if (mining === 'semi-hard') return semiHardTriplets(b, shared);
  return givenTriplets(b, { ...shared, triplets: b.input(inputs.triplets, [count, 3], 'i32') });
}
