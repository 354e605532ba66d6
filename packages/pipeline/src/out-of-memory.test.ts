import { Device } from '@facegpu/kernels';
import { starve, starveEach } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { portrait } from './cli/testing/photos.ts';
import { StageClock } from './gpu/stage-clock.ts';
import { FacePipeline } from './pipeline.ts';

describe('a pipeline without memory', () => {
  it('leaves nothing behind where it is made, and goes on after a photo', async ({ task }) => {
    const device = await Device.acquire();
    Object.assign(task.meta, { adapter: device.info.name });
    // Networks have a few buffers each: some of every one of them are tried.
    const pipeline = await starveEach(
      device,
      () => FacePipeline.create({ detector: 'tiny', device }),
      5,
    );
    const small = await portrait('bea').png().toBuffer();
    const large = await portrait('ann').resize(1600).png().toBuffer();
    const [face] = await pipeline.detect(small);
    const before = device.memory;
    const starvation = starve(device.gpu, () => true);
    for (let i = 0; i < 2; i++) {
      await expect(pipeline.detect(large)).rejects.toMatchObject({
        code: 'out-of-memory',
        message: expect.stringMatching(/no memory for photo \(\d+ bytes\)/),
      });
      expect(await pipeline.detect(small)).toEqual([face]);
    }
    expect(starvation.failures).toBe(2);
    starvation.end();
    expect(device.memory).toEqual(before);
    expect(await pipeline.detect(large)).toHaveLength(1);
    expect(await pipeline.detect(small)).toEqual([face]);
    await pipeline.dispose();
    expect(device.memory.buffers).toBe(0);
    device.check();
    device.dispose();
  });

  it('makes no clock', async ({ task, skip }) => {
    const device = await Device.acquire();
    Object.assign(task.meta, { adapter: device.info.name });
    const timed = device.has('timestamp-query');
    const clock = timed ? await starveEach(device, () => StageClock.create(device)) : undefined;
    clock?.dispose();
    expect(device.memory.buffers).toBe(0);
    device.dispose();
    if (!timed) skip('the adapter lacks timestamp-query');
  });
});
