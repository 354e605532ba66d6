import { Random } from './random.ts';

/**
 * Batches of numbers from 0 to `total`: each once an epoch, in an order of its own that follows from the seed.
 * What is left of an epoch is filled up from the next one.
 *
 * @returns the numbers of a batch, which count from 0
 */
export function shuffledBatches(
  total: number,
  { count, seed }: { readonly count: number; readonly seed: number },
): (batch: number) => readonly number[] {
  let known = { epoch: -1, order: [] as readonly number[] };
  const orderOf = (epoch: number) => {
    if (known.epoch !== epoch) {
      const all = Array.from({ length: total }, (_, i) => i);
      known = { epoch, order: new Random(seed, 'epoch', epoch).shuffled(all) };
    }
    return known.order;
  };
  return (batch) =>
    Array.from({ length: count }, (_, i) => {
      const place = batch * count + i;
      return orderOf(Math.floor(place / total))[place % total];
    });
}
