import { afterEach, expect, it, vi } from 'vitest';
import { waitForGpu } from './wait.node.ts';

afterEach(() => vi.restoreAllMocks());

const sleeps = () => vi.spyOn(Atomics, 'wait');

/** Turns the event loop as Dawn does while it waits. Resolves to the number of turns. */
function turnFor(milliseconds: number, work: () => void = () => {}): Promise<number> {
  const begin = performance.now();
  let turns = 0;
  return new Promise((resolve) => {
    const turn = () => {
      turns++;
      work();
      if (performance.now() - begin < milliseconds) setImmediate(turn);
      else resolve(turns);
    };
    setImmediate(turn);
  });
}

it('sleeps while nothing else is to do', async () => {
  expect(await waitForGpu(turnFor(200))).toBeLessThan(500);
});

it('sleeps once a turn, however many wait and have waited', async () => {
  for (let i = 0; i < 20; i++) await waitForGpu(Promise.resolve());
  const slept = sleeps();
  const [turns] = await Promise.all([1, 2, 3].map(() => waitForGpu(turnFor(100))));
  expect(slept.mock.calls.length).toBeLessThanOrEqual(turns + 2);
});

it('sleeps no more once nobody waits', async () => {
  await waitForGpu(turnFor(20));
  const slept = sleeps();
  await turnFor(20);
  expect(slept).not.toHaveBeenCalled();
});

it('does not slow down who has something to do', async () => {
  const slept = sleeps();
  await waitForGpu(turnFor(100, () => busy(1)));
  expect(slept.mock.calls.length).toBeLessThan(5);
});

it('rejects as the promise does', async () => {
  await expect(waitForGpu(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});

function busy(milliseconds: number): void {
  const begin = performance.now();
  while (performance.now() - begin < milliseconds);
}
