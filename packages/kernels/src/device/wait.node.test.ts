import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { waitForGpu } from './wait.node.ts';

/** What the clock shows: sleeping and working move it on, nothing else does. */
let now = 0;
/** How long the thread slept each time, in milliseconds. */
let slept: number[] = [];

beforeEach(() => {
  slept = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(Atomics, 'wait').mockImplementation((_array, _index, _value, timeout = 0) => {
    slept.push(timeout);
    now += timeout;
    return 'timed-out';
  });
});
afterEach(() => vi.restoreAllMocks());

/** Turns the event loop so often, as Dawn does while it waits. */
function turn(times: number, work: () => void = () => {}): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number) => {
      work();
      if (left > 1) setImmediate(next, left - 1);
      else resolve();
    };
    setImmediate(next, times);
  });
}

const aLittle = () => {
  now += 0.01;
};

it('sleeps once a turn while nothing else is to do, longer and longer, for 1 ms at most', async () => {
  await waitForGpu(turn(100, aLittle));
  expect(slept.length).toBeGreaterThanOrEqual(98);
  expect(slept.length).toBeLessThanOrEqual(101);
  expect(slept).toEqual([...slept].sort((a, b) => a - b));
  expect(slept.at(-1)).toBe(1);
});

it('sleeps once a turn, however many wait and have waited', async () => {
  for (let i = 0; i < 20; i++) await waitForGpu(Promise.resolve());
  await turn(2);
  slept = [];
  await Promise.all([1, 2, 3].map(() => waitForGpu(turn(50, aLittle))));
  expect(slept.length).toBeGreaterThanOrEqual(48);
  expect(slept.length).toBeLessThanOrEqual(51);
});

it('sleeps no more once nobody waits', async () => {
  await waitForGpu(turn(20));
  await turn(1);
  slept = [];
  await turn(20);
  expect(slept).toEqual([]);
});

it('does not slow down who has something to do', async () => {
  const busy = () => {
    now += 1;
  };
  await waitForGpu(turn(100, busy));
  expect(slept.length).toBeLessThanOrEqual(1);
});

it('rejects as the promise does', async () => {
  await expect(waitForGpu(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});
