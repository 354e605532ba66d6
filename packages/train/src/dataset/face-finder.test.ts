import { mkdir } from 'node:fs/promises';
import type { Detection, FacePipeline } from '@facegpu/pipeline';
import { beforeEach, expect, it, vi } from 'vitest';
import { useFolder } from '../testing/use-folder.ts';
import { FaceFinder, type FaceFinderOptions } from './face-finder.ts';

const folder = useFolder();
const info = { detector: 'ssd', landmarker: 'landmarks-68', model: 'arcface' };
const detectIn = vi.fn(async () => ({ faces: [], width: 8, height: 8 }) as unknown as Detection);
const pipeline = { info, detectIn } as unknown as FacePipeline;
const photo = new Uint8Array([1, 2, 3]);

beforeEach(() => detectIn.mockClear());

async function find(wanted: Pick<FaceFinderOptions, 'upright' | 'ages'>): Promise<string> {
  const finder = await FaceFinder.open(pipeline, { cache: folder(), minScore: 0.3, ...wanted });
  return (await finder.find(photo)).key;
}

it('looks at a photo again only where more is wanted than was done', async () => {
  const least = await find({ upright: true, ages: false });
  expect(detectIn).toHaveBeenCalledExactlyOnceWith(
    photo,
    expect.objectContaining({ upright: true, attributes: false }),
  );
  const turned = await find({ upright: false, ages: false });
  expect(detectIn).toHaveBeenCalledTimes(2);
  expect(turned).not.toBe(least);
  const most = await find({ upright: false, ages: true });
  expect(detectIn).toHaveBeenCalledTimes(3);
  expect(new Set([least, turned, most]).size).toBe(3);
  // What was found with more of it does for less.
  expect(await find({ upright: true, ages: true })).toBe(most);
  expect(detectIn).toHaveBeenCalledTimes(3);
});

it('looks once at copies of a photo that come together, and again after a failure', async () => {
  const wanted = { cache: folder('copies'), minScore: 0.3, upright: true, ages: false };
  await mkdir(wanted.cache);
  const finder = await FaceFinder.open(pipeline, wanted);
  detectIn.mockRejectedValueOnce(new Error('no memory'));
  const failed = await Promise.allSettled([finder.find(photo), finder.find(photo.slice())]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(detectIn).toHaveBeenCalledTimes(1);
  const found = await Promise.all([finder.find(photo), finder.find(photo.slice())]);
  expect(detectIn).toHaveBeenCalledTimes(2);
  expect(found[0]).toEqual(found[1]);
});
