import { useDevice } from '@facegpu/kernels/testing';
import { expect, it } from 'vitest';
import { tfjsWasmExecutor, tfjsWebgpuExecutor } from '../executors/tfjs.ts';
import { matchWork } from './match.ts';
import { searchWork } from './search.ts';
import { selfJoinWork } from './self-join.ts';

const lane = useDevice();

it('finds the same names as peers do', async ({ task }) => {
  const device = lane.device(task.meta);
  const executors = [await tfjsWebgpuExecutor(device), await tfjsWasmExecutor()];
  const work = matchWork(300);
  const { contenders, dispose } = await work.prepare({ device, executors });
  expect(contenders.map(({ name }) => name)).toEqual(['facegpu', 'tfjs-webgpu', 'tfjs-wasm']);
  const [ours] = contenders;
  expect(await ours.run()).toHaveLength(5);
  await dispose();
});

it.for([
  [{ format: 'f32', queries: 1 }, ['facegpu', 'reading', 'loop', 'tfjs-webgpu', 'usearch']],
  [{ format: 'f32', queries: 3 }, ['facegpu', 'reading', 'product']],
  [{ format: 'int8', queries: 1 }, ['facegpu', 'reading']],
] as const)('searches beside others: %o', async ([options, names], { task }) => {
  const device = lane.device(task.meta);
  const executors = [await tfjsWebgpuExecutor(device)];
  const work = searchWork({ count: 700, dimensions: 128, ...options });
  const { contenders, dispose } = await work.prepare({ device, executors });
  // Where Python has it.
  const others = contenders.filter(({ name }) => name !== 'faiss');
  expect(others.map(({ name }) => name)).toEqual(names);
  await dispose();
});

it('finds the nearest others of vectors, and tells how long all would take', async ({ task }) => {
  const device = lane.device(task.meta);
  const work = selfJoinWork({ count: 1100, dimensions: 7 });
  expect(work.name).toBe('match 1,024 of 1,100×7 with the others, the 10 nearest');
  const { contenders, facts, factsOf, dispose } = await work.prepare({ device, executors: [] });
  expect(contenders.map(({ name }) => name)).toEqual(['facegpu']);
  expect(facts).toEqual({ GFLOP: (2 * 1024 * 1100 * 7) / 1e9 });
  const times = { median: 1024, quartiles: [1, 2] as const, runs: 1 };
  expect(factsOf?.(new Map([['facegpu', times]]))).toEqual({ 's for all': 1.1 });
  await dispose();
});
