import { expect, it } from 'vitest';
import { shuffledBatches } from './shuffled-batches.ts';

it('shuffledBatches has each number once an epoch, in another order each time', () => {
  const options = { count: 3, seed: 4 };
  const batchOf = shuffledBatches(7, options);
  const all = Array.from({ length: 7 }, (_, batch) => batchOf(batch)).flat();
  const epochs = [0, 1, 2].map((epoch) => all.slice(7 * epoch, 7 * epoch + 7));
  for (const epoch of epochs) {
    expect([...epoch].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  }
  expect(epochs[1]).not.toEqual(epochs[0]);
  // Whichever batch is asked for first.
  expect(shuffledBatches(7, options)(5)).toEqual(all.slice(15, 18));
  expect(shuffledBatches(7, { ...options, seed: 5 })(0)).not.toEqual(all.slice(0, 3));
});
