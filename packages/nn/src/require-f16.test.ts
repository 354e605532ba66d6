import { Device } from '@facegpu/kernels';
import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it, vi } from 'vitest';
import { requireF16 } from './require-f16.ts';

describe('requireF16', () => {
  const lane = useDevice();

  it('accepts an adapter that computes right', async ({ task, skip }) => {
    const device = lane.device(task.meta);
    if (!device.has('shader-f16')) skip('the adapter lacks shader-f16');
    await requireF16(device);
  });

  it('refuses an adapter that lacks f16, or computes wrong numbers', async () => {
    const device = await Device.acquire();
    // Nothing arrives on the GPU, so that the golden sums come out as zeros.
    const write = vi.spyOn(device.gpu.queue, 'writeBuffer').mockImplementation(() => undefined);
    await expect(requireF16(device)).rejects.toMatchObject({ code: 'unsupported-feature' });
    write.mockRestore();
    device.dispose();
  });
});
