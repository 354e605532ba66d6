import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Box, DetectOptions, Face } from './index.ts';
import { Gallery } from './index.ts';
import { errorOf } from './testing/errors.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const ours = usePipelines({
  tiny: {},
  ssd: { detector: 'ssd' },
  reduced: { maxSide: 700 },
  compat: { compat: 'face-api' },
});
const side = ({ width, height }: Box) => Math.min(width, height);
const scores = (faces: readonly { readonly score: number }[]) => faces.map(({ score }) => score);

describe('the faces that are wanted', () => {
  it.for(['tiny', 'compat'])(
    'are the most certain ones, as many as that, by %s',
    async (name, { task }) => {
      const pipeline = ours.pipeline(name, task.meta);
      const all = await pipeline.detect(ours.photo);
      expect(all).toHaveLength(3);
      const two = await pipeline.detect(ours.photo, { maxFaces: 2 });
      expect(scores(two)).toEqual(scores(all.slice(0, 2)));
      expect(pipeline.compare(two[1], all[1]).distance).toBeLessThan(1e-3);
      expect(await pipeline.detect(ours.photo, { maxFaces: 1 })).toHaveLength(1);
    },
  );

  it.for(['tiny', 'reduced', 'compat'])(
    'are large enough in pixels of the photo, by %s',
    async (name, { task }) => {
      const pipeline = ours.pipeline(name, task.meta);
      const all = await pipeline.detect(ours.photo, { landmarks: false });
      const [small, middle, large] = all.map(({ box }) => side(box)).sort((a, b) => a - b);
      const count = async (minSize: number) =>
        (await pipeline.detect(ours.photo, { minSize, landmarks: false })).length;
      expect(await count((small + middle) / 2)).toBe(2);
      expect(await count((middle + large) / 2)).toBe(1);
      // A box isn't quite the same in each look.
      expect(await count(large * 1.2)).toBe(0);
    },
  );

  it('are small in a large photo, where it is looked at in tiles', async ({ task, expect }) => {
    const pipeline = ours.pipeline('ssd', task.meta);
    const all = await pipeline.detectIn(ours.photo);
    const scale = 30 / Math.min(...all.faces.map(({ box }) => side(box)));
    const [width, height] = [all.width, all.height].map((length) => Math.round(length * scale));
    const small = await sharp(ours.photo).resize(width, height, { fit: 'fill' }).toBuffer();
    const [left, top] = [2950 - width, 1900 - height];
    const crowd = await sharp({
      create: { width: 3000, height: 2000, channels: 3, background: '#777' },
    })
      .composite([{ input: small, left, top }])
      .png()
      .toBuffer();
    expect((await pipeline.detect(crowd, { upright: true })).length).toBeLessThan(3);
    const found = await pipeline.detect(crowd, { tiles: true, minSize: 25 });
    expect(found).toHaveLength(3);
    for (const face of all.faces) {
      const x = left + scale * (face.box.x + face.box.width / 2);
      const y = top + scale * (face.box.y + face.box.height / 2);
      const own = found.find(({ box }) => {
        return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) < box.width / 4;
      });
      expect(own).toBeDefined();
      // So few pixels tell less.
      if (own) expect(pipeline.compare(own, face).distance).toBeLessThan(0.6);
    }
    const compat = ours.pipeline('compat', task.meta);
    expect(await errorOf(() => compat.detect(crowd, { tiles: true }))).toMatchObject({
      code: 'bad-argument',
      message: 'compat and tiles exclude each other',
    });
  });

  it('are each there once, however much boxes may overlap', async ({ task }) => {
    const pipeline = ours.pipeline('ssd', task.meta);
    const wanted: DetectOptions = { iouThreshold: 1, minScore: 0.5 };
    const boxes = await pipeline.detect(ours.photo, { ...wanted, landmarks: false });
    expect(boxes.length).toBeGreaterThan(5);
    const all = await pipeline.detect(ours.photo, { ...wanted, descriptors: false });
    expect(all).toHaveLength(3);
    // Boxes of one face take no other one's place.
    const three = await pipeline.detect(ours.photo, { ...wanted, maxFaces: 3, descriptors: false });
    expect(scores(three)).toEqual(scores(all));
  });

  it('are fewer boxes where those may overlap by nothing', async ({ task }) => {
    const pipeline = ours.pipeline('tiny', task.meta);
    const wanted = { minScore: 0.1, landmarks: false };
    const few = await pipeline.detect(ours.photo, { ...wanted, iouThreshold: 0 });
    const many = await pipeline.detect(ours.photo, { ...wanted, iouThreshold: 0.9 });
    expect(few.length).toBeLessThan(many.length);
  });

  it('have a most at a score of 0', async ({ task }) => {
    const pipeline = ours.pipeline('ssd', task.meta);
    const noise = sharp({
      create: {
        width: 640,
        height: 480,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
    const photo = await noise.png().toBuffer();
    const wanted = { minScore: 0, iouThreshold: 0.7, landmarks: false };
    const all = await pipeline.detect(photo, { ...wanted, maxFaces: 1e9 });
    expect(all.length).toBeGreaterThan(1000);
    const most = await pipeline.detect(photo, wanted);
    expect(scores(most)).toEqual(scores(all.slice(0, 1000)));
    const some = await pipeline.detect(photo, { ...wanted, maxFaces: 257 });
    expect(scores(some)).toEqual(scores(all.slice(0, 257)));
  });
});

describe('thresholds of a call', () => {
  it('compare: by a distance, or by a rate', async ({ task }) => {
    const pipeline = ours.pipeline('tiny', task.meta);
    const [a, b] = await pipeline.detect(ours.photo);
    const usual = pipeline.compare(a, b);
    expect(usual).toMatchObject({ same: false, threshold: pipeline.info.threshold });
    const loose = pipeline.compare(a, b, { threshold: usual.distance + 0.01 });
    expect(loose).toMatchObject({ same: true, threshold: usual.distance + 0.01 });
    expect(loose.falseMatchRate).toBeGreaterThan(usual.falseMatchRate);
    const [{ falseMatchRate, distance }] = pipeline.info.thresholds;
    expect(pipeline.compare(a, b, { falseMatchRate })).toMatchObject({
      threshold: distance,
      falseMatchRate,
    });
  });

  it('identify: by a distance, of photos and of faces', async ({ task }) => {
    const pipeline = ours.pipeline('tiny', task.meta);
    const [a, b] = await pipeline.detect(ours.photo);
    await using gallery = new Gallery(pipeline);
    await gallery.enroll('Ada', a);
    const [usual] = await gallery.identify(b);
    expect(usual.same).toBe(false);
    const threshold = usual.distance + 0.01;
    const [loose] = await gallery.identify(b, { threshold });
    expect(loose).toMatchObject({ name: 'Ada', threshold, same: true });
    expect(loose.falseMatchRate).toBeGreaterThan(usual.falseMatchRate);
    const none = await pipeline.identify(ours.photo, gallery, { threshold: 0, maxFaces: 2 });
    expect(none.map(({ matches }) => matches[0].same)).toEqual([false, false]);
  });

  it.each<[string, (a: Face) => unknown]>([
    ['both', (a) => ours.pipeline('tiny', {}).compare(a, a, { threshold: 1, falseMatchRate: 0.1 })],
    ['a rate of 0', (a) => ours.pipeline('tiny', {}).compare(a, a, { falseMatchRate: 0 })],
    ['a negative one', (a) => ours.pipeline('tiny', {}).compare(a, a, { threshold: -1 })],
    [
      'both for a gallery',
      async (a) => {
        await using gallery = new Gallery(ours.pipeline('tiny', {}));
        return await gallery.identify(a, { threshold: 1, falseNames: 0.1 });
      },
    ],
  ])('are refused: %s', async (_, work) => {
    const values = new Float32Array(512).fill(0.1);
    const face = { descriptor: { model: 'm', values }, descriptors: {} } as unknown as Face;
    expect(await errorOf(() => work(face))).toMatchObject({ code: 'bad-argument' });
  });
});
