import { useDevice } from '@facegpu/kernels/testing';
import { expect, it } from 'vitest';
import { throughputWork } from './throughput.ts';

const lane = useDevice();

it('looks at all photos at once, and at one after another', async ({ task }) => {
  const device = lane.device(task.meta);
  const { contenders, factsOf, dispose } = await throughputWork(3).prepare({
    device,
    executors: [],
  });
  const names = contenders.map(({ name }) => name);
  expect(names).toEqual(['facegpu', 'facegpu, one after another']);
  for (const { run } of contenders) expect(Number.isFinite(await run())).toBe(true);
  const times = names.map((name, i) => {
    return [name, { median: i + 2, quartiles: [1, 9], runs: 3 }] as const;
  });
  expect(factsOf?.(new Map(times))).toEqual({
    'photos a second': 500,
    'photos a second, one after another': 1000 / 3,
  });
  await dispose();
});
