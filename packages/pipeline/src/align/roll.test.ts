import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { PhotoInput } from '../api/options.ts';
import { centralFace } from '../cli/faces.ts';
import { rollPhoto } from '../evaluate/roll.ts';
import { euclideanDistance } from '../match/compare.ts';
import { sharedData } from '../testing/shared-data.ts';
import { usePipeline } from '../testing/use-pipeline.ts';

/** How far a photo is turned, in degrees. */
const roll = 35;

/** How far the descriptor may move. */
const allowed = 0.12;

const ours = usePipeline();

const name = `moves descriptors by less than ${allowed} where heads are tilted by ${roll}°`;

it(name, { timeout: 300_000 }, async ({ task, skip }) => {
  const folder = sharedData('people', skip);
  const pipeline = ours.pipeline(task.meta);
  const describePhoto = async (photo: PhotoInput) => {
    const found = await pipeline.detectIn(photo);
    return centralFace(found.faces, found)?.descriptor.values;
  };
  const distances: Record<string, number> = {};
  for (const [i, name] of (await photosIn(folder)).entries()) {
    const bytes = await readFile(path.join(folder, name));
    const rolled = await rollPhoto(bytes, name, i % 2 === 0 ? -roll : roll);
    const [before, after] = [await describePhoto(bytes), await describePhoto(rolled)];
    const distance = before && after ? euclideanDistance(before, after) : Number.POSITIVE_INFINITY;
    distances[name] = Math.round(distance * 1000) / 1000;
  }
  expect(Object.keys(distances)).toHaveLength(14);
  const largest = Math.max(...Object.values(distances));
  const report = `the largest of ${JSON.stringify(distances)}`;
  expect(largest, report).toBeLessThan(allowed);
});

async function photosIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(jpg|png)$/.test(name)).sort();
}
