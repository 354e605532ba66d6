import sharp from 'sharp';
import { it } from 'vitest';
import type { Face, Pixels } from './index.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const ours = usePipelines({ usual: {} });

/** The photo, each value of which is changed, by how far to the right it is. */
async function photo(change: (value: number, x: number) => number): Promise<Pixels> {
  const image = sharp(ours.photo).removeAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const changed = data.map((value, i) => change(value, (Math.floor(i / 3) % width) / width));
  return { data: changed, width, height };
}

const fromTheLeft = (faces: readonly Face[]) => [...faces].sort((a, b) => a.box.x - b.box.x);

it.for([
  ['by night', (value: number) => 0.06 * value],
  ['on one side', (value: number, x: number) => (0.05 + 0.5 * x) * value],
] as const)(
  'faces that are dark are found and known again: %s',
  async ([, change], { task, expect }) => {
    const pipeline = ours.pipeline('usual', task.meta);
    const bright = fromTheLeft(await pipeline.detect(ours.photo));
    expect(bright).toHaveLength(3);
    for (const upright of [true, false]) {
      const found = fromTheLeft(await pipeline.detect(await photo(change), { upright }));
      expect(found).toHaveLength(3);
      for (const [i, face] of bright.entries()) {
        const { distance, threshold } = pipeline.compare(face, found[i]);
        expect(distance).toBeLessThan(0.9 * threshold);
      }
    }
  },
);
