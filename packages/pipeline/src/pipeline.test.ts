import path from 'node:path';
import sharp, { type Region } from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Box, Face } from './api/face.ts';
import { overlap } from './detect/overlap.ts';
import { mosaicOf, type Piece } from './testing/mosaic.ts';
import { samples } from './testing/samples.ts';
import { usePipeline } from './testing/use-pipeline.ts';

/** Faces that go through the networks at once. */
const capacity = 16;

const options = { minScore: 0.5 };

/** How many faces each of the sample photos shows. */
const counts = [3, 3, 3, 4, 5, 4];

const rows = samples.map((file, i) => ({ name: path.basename(file), file, i, count: counts[i] }));

describe('FacePipeline', () => {
  const ours = usePipeline();
  /** The faces of each sample photo, looked for one photo after the other. */
  const found: Face[][] = [];

  beforeAll(async () => {
    for (const file of samples) found.push(await ours.pipeline({}).detect(file, options));
  });

  it.for(rows)('finds the $count faces of $name', ({ i, count }, { task }) => {
    const { info } = ours.pipeline(task.meta);
    expect(found[i]).toHaveLength(count);
    const scores = found[i].map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const face of found[i]) {
      expect(Object.keys(face)).toEqual(['box', 'score', 'landmarks', 'descriptor', 'descriptors']);
      expect(face.score).toBeGreaterThan(options.minScore);
      expect(face.score).toBeLessThanOrEqual(1);
      expect(face.descriptor.model).toBe(info.model);
      expect(face.descriptor.values).toBeInstanceOf(Float32Array);
      expect(face.descriptor.values).toHaveLength(512);
      expect(Math.hypot(...face.descriptor.values)).toBeCloseTo(1, 5);
      expect(face.landmarks).toHaveLength(68);
      expect(overlap(face.box, boundsOf(face))).toBeGreaterThan(0.25);
    }
  });

  it('gives chips and attributes to those who ask', async ({ task }) => {
    const wanted = { ...options, chips: true, attributes: true };
    const faces = await ours.pipeline(task.meta).detect(samples[0], wanted);
    expect(faces).toHaveLength(counts[0]);
    for (const [
      i,
      { chip, expressions, age, gender, genderProbability, ...face },
    ] of faces.entries()) {
      expect(face).toEqual(found[0][i]);
      expect(chip).toMatchObject({ width: 112, height: 112 });
      expect(chip?.data).toHaveLength(112 * 112 * 4);
      const probabilities = Object.values(expressions ?? {});
      expect(probabilities).toHaveLength(7);
      expect(probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 4);
      expect(age).toBeGreaterThan(15);
      expect(age).toBeLessThan(60);
      expect(gender).toBe('female');
      expect(genderProbability).toBeGreaterThan(0.5);
      expect(genderProbability).toBeLessThanOrEqual(1);
    }
  });

  it('never mixes calls that overlap', async ({ task }) => {
    const pipeline = ours.pipeline(task.meta);
    const order = [3, 0, 1];
    const faces = await Promise.all(order.map((i) => pipeline.detect(samples[i], options)));
    expect(faces).toEqual(order.map((i) => found[i]));
  });

  it('compares faces, and descriptors, and no others', ({ task }) => {
    const pipeline = ours.pipeline(task.meta);
    const { threshold } = pipeline.info;
    const [[ann, bea]] = found;
    expect(pipeline.compare(ann, ann.descriptor)).toEqual({
      distance: 0,
      threshold,
      falseMatchRate: expect.any(Number),
      same: true,
    });
    const others = pipeline.compare(ann, bea);
    expect(others).toMatchObject({ threshold, same: false });
    expect(others.distance).toBeGreaterThan(threshold);
    const foreign = { model: 'another', values: ann.descriptor.values };
    expect(() => pipeline.compare(ann, foreign)).toThrow(
      expect.objectContaining({
        code: 'model-mismatch',
        message: `a descriptor was made by ${pipeline.info.model}, the other one by another`,
      }),
    );
    const { model, values } = ann.descriptor;
    for (const wrong of [values.map(() => Number.NaN), new Float32Array()]) {
      const error = expect.objectContaining({ code: 'bad-argument' });
      expect(() => pipeline.compare(ann, { model, values: wrong })).toThrow(error);
    }
  });

  it('finds more faces than go through the networks at once', async ({ task }) => {
    const pipeline = ours.pipeline(task.meta);
    const all = found.flatMap((faces, i) => faces.map((face) => ({ file: samples[i], face })));
    // Those that can't be missed.
    const pieces = all.filter(({ face }) => face.score > 0.89);
    expect(pieces.length).toBeGreaterThan(capacity);
    const { picture, places } = await mosaicOf(pieces, { side: 300, columns: 7 });
    const faces = await pipeline.detect(picture, options);
    expect(faces).toHaveLength(pieces.length);
    for (const [i, { face }] of pieces.entries()) {
      const there = faces.filter(({ box }) => overlap(box, places[i]) > 0.5);
      expect(there, `faces at ${i}`).toHaveLength(1);
      expect(pipeline.compare(there[0], face).distance).toBeLessThan(0.2);
    }
  });

  it('gives each of several calls in flight its own faces, however many', async ({ task }) => {
    const pipeline = ours.pipeline(task.meta);
    const all = found.flatMap((faces, i) => faces.map((face) => ({ file: samples[i], face })));
    const pieces = all.filter(({ face }) => face.score > 0.89);
    const mosaic = async (faces: readonly Piece[]) =>
      (await mosaicOf(faces, { side: 300, columns: 7 })).picture;
    const empty = await sharp({
      create: { width: 90, height: 70, channels: 3, background: '#788' },
    })
      .png()
      .toBuffer();
    const photos = [await mosaic(pieces), empty, await mosaic(pieces.slice(0, 1)), samples[4]];
    const wanted = { ...options, chips: true };
    const alone: Face[][] = [];
    for (const photo of photos) alone.push(await pipeline.detect(photo, wanted));
    expect(alone.map(({ length }) => length)).toEqual([pieces.length, 0, 1, 5]);
    expect(pieces.length).toBeGreaterThan(capacity);
    const order = [0, 1, 2, 1, 0, 3, 0];
    const calls = order.map((i) => pipeline.detect(photos[i], wanted));
    expect(await Promise.all(calls)).toEqual(order.map((i) => alone[i]));
  });

  it.for([
    { name: 'the middle of a face', i: 0, face: 1, margin: -0.1 },
    { name: 'a face', i: 3, face: 0, margin: 0 },
  ])('tries again on a wider canvas where $name fills the photo', async (row, context) => {
    const pipeline = ours.pipeline(context.task.meta);
    const face = found[row.i][row.face];
    const place = grown(face.box, row.margin);
    const tight = await sharp(samples[row.i]).extract(place).png().toBuffer();
    const reads = vi.spyOn(pipeline.device, 'readMapped');
    const faces = await pipeline.detect(tight, { ...options, upright: true });
    expect(reads).toHaveBeenCalledTimes(2);
    reads.mockRestore();
    expect(faces).toHaveLength(1);
    const [{ box }] = faces;
    const inPhoto = { ...box, x: box.x + place.left, y: box.y + place.top };
    expect(overlap(inPhoto, face.box)).toBeGreaterThan(0.5);
    expect(pipeline.compare(faces[0], face).same).toBe(true);
  });
});

function boundsOf({ landmarks }: Face): Box {
  const [xs, ys] = [0, 1].map((axis) => landmarks.map((point) => point[axis as 0 | 1]));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** A box with room around it, as shares of its sides, in whole pixels. */
function grown({ x, y, width, height }: Box, margin: number): Region {
  return {
    left: Math.round(x - margin * width),
    top: Math.round(y - margin * height),
    width: Math.round(width * (1 + 2 * margin)),
    height: Math.round(height * (1 + 2 * margin)),
  };
}
