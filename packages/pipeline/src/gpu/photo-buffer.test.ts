import { starveEach, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import type { Photo } from '../photo/photo.ts';
import { PhotoBuffer } from './photo-buffer.ts';

function photo(width: number, height: number, pixel: number): Photo {
  const data = new Uint8Array(new Uint32Array(width * height).fill(pixel).buffer);
  return { data, width, height, originalWidth: width, originalHeight: height };
}

describe('the buffer of a photo', () => {
  const lane = useDevice();

  it('stays as it was where a larger photo finds no memory', async ({ task }) => {
    const device = lane.device(task.meta);
    const buffer = await starveEach(device, () => PhotoBuffer.create(device));
    expect(await buffer.upload(photo(3, 2, 7))).toBe(false);
    const { storage } = buffer.tensor;
    const first = async (count: number) => {
      if (!buffer.tensor.storage) throw new Error('the buffer has no storage');
      const range = { ...buffer.tensor.storage, size: 4 * count };
      return [...new Uint32Array(await device.read(range))];
    };
    const large = photo(1000, 800, 9);
    const grown = await starveEach(device, async () => {
      expect([buffer.width, buffer.height]).toEqual([3, 2]);
      expect(buffer.tensor.storage).toBe(storage);
      return buffer.upload(large);
    });
    expect(grown).toBe(true);
    expect([buffer.width, buffer.height]).toEqual([1000, 800]);
    expect(await first(2)).toEqual([9, 9]);
    expect(device.memory).toEqual({ buffers: 1, bytes: large.data.byteLength });
    expect(await buffer.upload(photo(3, 2, 8))).toBe(false);
    expect(await first(7)).toEqual([8, 8, 8, 8, 8, 8, 9]);
    buffer.dispose();
    expect(device.memory.buffers).toBe(0);
  });
});
