import type { Device } from '@facegpu/kernels';
import { compile } from '@facegpu/nn';
import type { Metric } from '@facegpu/pipeline';
import { pairwiseDistances, samePerson } from '../losses/distances.ts';
import { normalizedRows } from '../networks/layers.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { trainingOperators } from '../operators/all.ts';

/** Another chip, by its number, and how far it is from the one that it was found for. */
export interface Found {
  readonly chip: number;
  readonly distance: number;
}

/** What a network confuses of a chip. */
export interface Confusion {
  /** The farthest of its own person, the farthest first. */
  readonly positives: readonly Found[];
  /** The nearest of others, the nearest first. */
  readonly negatives: readonly Found[];
}

export interface MineSetOptions {
  /** `[chips, dimensions]`. */
  readonly descriptors: Float32Array;
  readonly dimensions: number;
  /** How they are compared: by `cosine`, their lengths don't count. */
  readonly metric: Metric;
  /** The number of each chip's person. */
  readonly people: ArrayLike<number>;
  /** How many of each are found, at most. */
  readonly most: number;
}

/** At most so many distances are in memory at once. */
const mostPairs = 2 ** 22;

/** Farther than descriptors lie apart. */
const far = 1e4;

/**
 * Mines a whole set: for each chip those of its own person that lie the farthest, and those of others that lie the
 * nearest. It is exact: all distances are computed on the GPU, some rows at a time, and the largest and
 * smallest are picked there.
 *
 * @returns for each chip, with Euclidean distances: by `cosine`, those of directions
 * @throws FaceGpuError as `compile` does
 */
export async function mineSet(
  device: Device,
  { descriptors, dimensions, metric, people, most }: MineSetOptions,
): Promise<Confusion[]> {
  const count = people.length;
  const rows = Math.max(1, Math.min(256, count, Math.floor(mostPairs / count)));
  const k = Math.min(most, count);
  const b = new NetworkBuilder();
  const [some, all] = [b.input('some', [rows, dimensions]), b.input('all', [count, dimensions])];
  const [owners, everyone] = [b.input('owners', [rows], 'i32'), b.input('people', [count], 'i32')];
  const [from, to] =
    metric === 'cosine' ? [some, all].map((rows) => normalizedRows(b, rows)) : [some, all];
  const distances = pairwiseDistances(b, from, to);
  const same = samePerson(b, owners, rows, everyone, count);
  const own = b.add('where', [same, distances, b.scalar(-1)]);
  const others = b.add('where', [same, b.scalar(far), distances]);
  const farthest = b.addAll('topK', 2, [own], { k, axis: 1 });
  const nearest = b.addAll('topK', 2, [others], { k, axis: 1, largest: false });
  const plan = await compile(b.build(...farthest, ...nearest), device, {
    operators: trainingOperators,
  });
  try {
    plan.write('all', descriptors);
    plan.write('people', people);
    const mined: Confusion[] = [];
    for (let first = 0; first < count; first += rows) {
      // The last rows fill up what would be left of a part.
      const start = Math.min(first, count - rows);
      const at = (i: number) => people[start + i];
      const found = await plan.run({
        some: descriptors.subarray(start * dimensions, (start + rows) * dimensions),
        owners: Int32Array.from({ length: rows }, (_, i) => at(i)),
      });
      for (let row = first - start; row < rows; row++) {
        const listed = (
          [values, places]: readonly string[],
          isFound: (found: Found) => boolean,
        ) => {
          return Array.from({ length: k }, (_, i): Found => {
            return { chip: found[places][row * k + i], distance: found[values][row * k + i] };
          }).filter(isFound);
        };
        mined.push({
          positives: listed(
            farthest,
            ({ chip, distance }) => distance >= 0 && chip !== start + row,
          ),
          negatives: listed(nearest, ({ distance }) => distance < far),
        });
      }
    }
    return mined;
  } finally {
    plan.dispose();
  }
}
