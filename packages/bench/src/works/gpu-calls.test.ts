import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { countCalls, watchMemory } from './gpu-calls.ts';

describe('gpu calls', () => {
  const lane = useDevice();

  it('counts submits and readbacks while the work runs', async ({ task }) => {
    const device = lane.device(task.meta);
    const buffer = device.createStorage('values', 64);
    const read = () => device.read({ buffer, offset: 0, size: 64 });
    const calls = await countCalls(async () => {
      await read();
      await read();
    });
    await read();
    expect(calls).toEqual({ submits: 2, dispatches: 0, readbacks: 2 });
    device.freeBuffer(buffer);
  });

  it('keeps the most bytes that were alive', ({ task }) => {
    const device = lane.device(task.meta);
    const before = device.createStorage('before', 4096);
    const memory = watchMemory();
    device.freeBuffer(device.createStorage('a', 1024));
    device.freeBuffer(before);
    const second = device.createStorage('b', 512);
    const third = device.createStorage('c', 768);
    memory.stop();
    const after = device.createStorage('after', 4096);
    expect(memory.peak).toBe(1280);
    for (const buffer of [second, third, after]) device.freeBuffer(buffer);
  });
});
