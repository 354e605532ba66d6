import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { countCalls, watchMemory } from './gpu-calls.ts';

describe('gpu calls', () => {
  const lane = useDevice();

  it('counts submits and readbacks while the work runs', async ({ task }) => {
    const device = lane.device(task.meta);
    const [buffer] = await device.createBuffers([{ label: 'values', size: 64 }]);
    const read = () => device.read({ buffer, offset: 0, size: 64 });
    const calls = await countCalls(async () => {
      await read();
      await read();
    });
    await read();
    expect(calls).toEqual({ submits: 2, dispatches: 0, readbacks: 2 });
    device.freeBuffer(buffer);
  });

  it('keeps the most bytes that were alive', async ({ task }) => {
    const device = lane.device(task.meta);
    const make = async (...sizes: number[]) =>
      device.createBuffers(sizes.map((size) => ({ label: 'test', size })));
    const [before] = await make(4096);
    const memory = watchMemory();
    const [first] = await make(1024);
    device.freeBuffer(first);
    device.freeBuffer(before);
    const [second, third] = await make(512, 768);
    memory.stop();
    const [after] = await make(4096);
    expect(memory.peak).toBe(1280);
    for (const buffer of [second, third, after]) device.freeBuffer(buffer);
  });
});
