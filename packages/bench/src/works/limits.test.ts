import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { copyLoop, sumLoop } from '../limits.ts';
import { limitWorks } from './limits.ts';

describe('limits', () => {
  const lane = useDevice();

  it('have names by which the report knows them, and amounts of work', () => {
    expect(limitWorks().map(({ name }) => name)).toEqual(['limit: arithmetic', 'limit: memory']);
  });

  it.each([
    ['copies', copyLoop, 64],
    ['sums', sumLoop, 4],
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
