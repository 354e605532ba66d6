import { getEventListeners } from 'node:events';
import { FaceGpuError } from '@facegpu/kernels';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { platform } from '#platform';
import type { ManyProgress, PhotoResult } from './api/detect-many.ts';
import type { PartialFace } from './api/face.ts';
import { emptyScene, portrait } from './cli/testing/photos.ts';
import { usePipeline } from './testing/use-pipeline.ts';

describe('detectMany', () => {
  const { pipeline } = usePipeline({ detector: 'tiny' });
  let ann: Buffer;
  let nobody: Buffer;

  beforeAll(async () => {
    [ann, nobody] = await Promise.all([
      portrait('ann').png().toBuffer(),
      emptyScene().png().toBuffer(),
    ]);
  });

  it('yields each photo in order, with its faces or its error', async ({ task }) => {
    const faces = pipeline(task.meta);
    const photos = [ann, Buffer.from('Dear diary'), nobody, '/nowhere.jpg', ann];
    const heard: ManyProgress[] = [];
    const results: PhotoResult[] = [];
    const options = {
      concurrency: 3,
      onProgress: (progress: ManyProgress) => heard.push(progress),
    };
    for await (const result of faces.detectMany(photos, options)) results.push(result);
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(results.map(({ photo }) => photo)).toEqual(photos);
    const found = results.map((result) => result.error?.code ?? result.faces?.length);
    expect(found).toEqual([1, 'bad-image', 0, 'file-unreadable', 1]);
    const [alone] = await faces.detect(ann);
    expect(results[4].faces?.[0].box).toEqual(alone.box);
    const last = { done: 5, failed: 2, total: 5 };
    expect(heard).toHaveLength(5);
    expect(heard[4]).toEqual(last);
  });

  it('takes what has no end, and leaves off where nobody reads on', async ({ task }) => {
    let begun = 0;
    let isReturned = false;
    async function* photos() {
      try {
        for (; ; begun++) yield ann;
      } finally {
        isReturned = true;
      }
    }
    const wanted = { concurrency: 2, landmarks: false };
    const heard: (number | undefined)[] = [];
    const onProgress = ({ total }: ManyProgress) => heard.push(total);
    const many = pipeline(task.meta).detectMany(photos(), { ...wanted, onProgress });
    for await (const { index, faces = [] } of many) {
      const [face]: readonly PartialFace[] = faces;
      expect(face.landmarks).toBeUndefined();
      if (index === 2) break;
    }
    expect(heard).toEqual([undefined, undefined, undefined]);
    expect(begun).toBeLessThan(7);
    expect(isReturned).toBe(true);
  });

  it('ends where it is cancelled, and listens to the signal no longer', async ({ task }) => {
    const abort = new AbortController();
    const add = vi.spyOn(abort.signal, 'addEventListener');
    const photos = Array.from({ length: 20 }, () => ann);
    const run = async () => {
      for await (const { index } of pipeline(task.meta).detectMany(photos, {
        signal: abort.signal,
      })) {
        if (index === 1) abort.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(add).toHaveBeenCalledTimes(1);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  });

  it('refuses what is no list, and options that aren’t there', async ({ task }) => {
    const faces = pipeline(task.meta);
    for (const photos of ['a.jpg', ann, 3, null]) {
      const many = faces.detectMany(photos as unknown as string[]);
      await expect(many.next()).rejects.toMatchObject({ code: 'bad-argument' });
    }
    for (const options of [{ concurrency: 0 }, { onProgress: 3 }, { minscore: 1 }]) {
      const many = faces.detectMany([ann], options as object);
      await expect(many.next()).rejects.toMatchObject({ code: 'bad-argument' });
    }
  });

  it('has few photos decoded at a time, however many calls overlap', async ({ task }) => {
    const faces = pipeline(task.meta);
    const { decodePhoto } = platform;
    let held = 0;
    let most = 0;
    const spy = vi
      .spyOn(platform, 'decodePhoto')
      .mockImplementation((input, limits, signal, turn) => {
        void turn?.then(() => {
          most = Math.max(most, ++held);
        });
        return decodePhoto(input, limits, signal, turn);
      });
    try {
      const calls = Array.from({ length: 24 }, async () => {
        // Bytes may be changed at once.
        const bytes = Uint8Array.from(ann);
        const call = faces.detect(bytes, { landmarks: false });
        bytes.fill(0);
        const found = await call;
        held--;
        return found.length;
      });
      expect(await Promise.all(calls)).toEqual(calls.map(() => 1));
    } finally {
      spy.mockRestore();
    }
    expect(most).toBeGreaterThan(1);
    // Two are computed on meanwhile.
    expect(most).toBeLessThanOrEqual(2 + platform.decodesAhead + 1);
  });

  it('returns the pixels that faces were sought in', async ({ task }) => {
    const { width, height, pixels } = await pipeline(task.meta).detectIn(nobody, { pixels: true });
    expect(pixels).toMatchObject({ width, height });
    expect(pixels?.data.slice(0, 4)).toEqual(Uint8Array.of(0x77, 0x99, 0xbb, 0xff));
  });

  it('says that memory ran out, not that the photo is bad', async () => {
    const sharp = await import('sharp');
    const starve = vi.spyOn(sharp.default.prototype, 'toBuffer');
    starve.mockRejectedValue(new Error('vips_tracked: out of memory --- size == 48MB'));
    const limits = { maxSide: 4096, maxBytes: 2 ** 27 };
    const decoded = platform.decodePhoto(ann, limits);
    await expect(decoded).rejects.toBeInstanceOf(FaceGpuError);
    await expect(decoded).rejects.toMatchObject({ code: 'out-of-memory' });
    starve.mockRestore();
  });
});
