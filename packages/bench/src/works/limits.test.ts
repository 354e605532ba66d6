import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { copyLoop, sumLoop, wordLoop } from '../limits.ts';
import { launchWorks } from './launches.ts';
import { limitWorks } from './limits.ts';

describe('limits', () => {
  const lane = useDevice();

  it('have names by which the report knows them, and amounts of work', () => {
    expect([...limitWorks(), ...launchWorks()].map(({ name }) => name)).toEqual([
      'limit: arithmetic',
      'limit: memory',
      'limit: a dispatch',
      'limit: a submit, and the wait for it',
    ]);
  });

  it.each([
    ['copies', copyLoop, 64],
    ['sums', sumLoop, 4],
    ['dispatches', wordLoop, 1],
  ])('%s run', async (_, make, variant) => {
    const device = lane.device({});
    const before = device.memory.buffers;
    const loop = await make(device, variant);
    await loop.repeat(1);
    device.check();
    expect(loop.amount).toBeGreaterThan(0);
    loop.dispose();
    expect(device.memory.buffers).toBe(before);
  });
});
