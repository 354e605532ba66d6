import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { portrait } from '../cli/testing/photos.ts';
import type { PipelineOptions } from '../index.ts';
import { euclideanDistance } from '../match/metric.ts';
import type { FacePipeline } from '../pipeline.ts';
import { detectInPage, type PlainFace, pageWith } from '../testing/page-pipeline.ts';
import { samples } from '../testing/samples.ts';
import { useChromium } from '../testing/use-chromium.ts';
import { usePipeline } from '../testing/use-pipeline.ts';

const chromium = useChromium((folder) => portrait('bea').png().toFile(`${folder}/bea.png`));
const tiny: PipelineOptions = { detector: 'tiny' };
const worker: PipelineOptions = { detector: 'tiny', worker: '/page/worker.js' };
const options = { minScore: 0.5 };

/** Expects the faces that Node finds: boxes to a pixel, descriptors to a thousandth. */
async function expectAsInNode(found: PlainFace[], ours: FacePipeline, file: string): Promise<void> {
  const wanted = await ours.detect(file, options);
  expect(wanted.length).toBeGreaterThan(1);
  expect(found).toHaveLength(wanted.length);
  for (const [i, { box, score, landmarks, descriptor }] of wanted.entries()) {
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(found[i].box[side] - box[side])).toBeLessThan(1);
    }
    for (const [j, [x, y]] of landmarks.entries()) {
      const [otherX, otherY] = found[i].landmarks[j];
      expect(Math.hypot(otherX - x, otherY - y)).toBeLessThan(1);
    }
    expect(Math.abs(found[i].score - score)).toBeLessThan(1e-4);
    expect(found[i].descriptor.model).toBe(descriptor.model);
    const values = Float32Array.from(found[i].descriptor.values);
    expect(euclideanDistance(values, descriptor.values)).toBeLessThan(1e-3);
  }
}

describe('the faces of the sample photos are those of Node', () => {
  const ours = usePipeline();
  const rows = samples.map((file) => ({ file, name: path.basename(file) }));

  it.for(rows)('$name', async ({ file, name }, test) => {
    const page = await pageWith(chromium, {}, test);
    const found = await detectInPage(page, {}, `/samples/${name}`, options);
    await expectAsInNode(found, ours.pipeline({}), file);
  });
});

describe('a worker', () => {
  it('finds the same faces, and leaves the page its time', async (test) => {
    const page = await pageWith(chromium, tiny, test);
    const here = await detectInPage(page, tiny, '/files/bea.png', options);
    const { there, bitmap, long } = await page.evaluate(
      async ([given, options]) => {
        const image = Object.assign(new Image(), { src: '/samples/sample1.jpg' });
        await image.decode();
        const long: number[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) long.push(duration);
        });
        observer.observe({ type: 'longtask' });
        const pipeline = await facegpu.pipeline(given);
        const there = await pipeline.detect('/files/bea.png', options);
        const blob = await (await fetch('/files/bea.png')).blob();
        const bitmap = await pipeline.detect(await createImageBitmap(blob), options);
        // A large photo, of which no face is wanted: that takes less time.
        await pipeline.detect(image, { minScore: 1 });
        // Entries are handed over when the page has nothing else to do.
        await new Promise((resolve) => setTimeout(resolve, 100));
        for (const { duration } of observer.takeRecords()) long.push(duration);
        observer.disconnect();
        return { there: facegpu.plain(there), bitmap: facegpu.plain(bitmap), long };
      },
      [worker, options] as const,
    );
    expect(here).toHaveLength(1);
    expect(there).toEqual(here);
    expect(bitmap).toEqual(here);
    expect(long).toEqual([]);
  });
});
