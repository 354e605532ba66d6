import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Face } from '../api/face.ts';
import type { PhotoInput } from '../api/options.ts';
import { portrait, portraitSize } from '../cli/testing/photos.ts';
import type { ErrorCode } from '../index.ts';
import { expectError } from '../testing/errors.ts';
import { readRgb } from '../testing/rgb.ts';
import { samples } from '../testing/samples.ts';
import { usePipeline } from '../testing/use-pipeline.ts';

const [sample] = samples;

describe('FacePipeline.detect', () => {
  const lane = usePipeline();

  it.for([
    [1, 1],
    [1, 2000],
    [5000, 3],
    [640, 480],
  ])('finds nobody in grey of %i×%i', async ([width, height], { task }) => {
    const pipeline = lane.pipeline(task.meta);
    const data = new Uint8Array(width * height * 3).fill(128);
    const file = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    expect(await pipeline.detectIn(file)).toEqual({ width, height, faces: [] });
  });

  it('finds a face in a photo of 12,000 × 9,000 pixels, in its pixels', async ({ task }) => {
    const pipeline = lane.pipeline(task.meta);
    const [width, height] = [12_000, 9_000];
    const [zoom, left, top] = [10, 6_500, 3_100];
    const input = await portrait('ann')
      .resize(portraitSize * zoom)
      .toBuffer();
    const file = await sharp({ create: { width, height, channels: 3, background: '#7799bb' } })
      .composite([{ input, left, top }])
      .jpeg()
      .toBuffer();
    const found = await pipeline.detectIn(file);
    expect([found.width, found.height, found.faces.length]).toEqual([width, height, 1]);
    const { box, landmarks } = found.faces[0];
    const [wanted] = await pipeline.detect(await portrait('ann').png().toBuffer());
    const near = (got: readonly number[], small: readonly number[]) => {
      const [x, y] = small.map((value) => value * zoom);
      // A tenth of the face.
      const distance = Math.hypot(got[0] - x - left, got[1] - y - top);
      expect(distance).toBeLessThan(0.1 * wanted.box.width * zoom);
    };
    near([box.x, box.y], [wanted.box.x, wanted.box.y]);
    near(
      [box.x + box.width, box.y + box.height],
      [wanted.box.x + wanted.box.width, wanted.box.y + wanted.box.height],
    );
    for (const [i, point] of landmarks.entries()) near(point, wanted.landmarks[i]);
  });

  it('finds the same faces however a photo is given', async ({ task }) => {
    const pipeline = lane.pipeline(task.meta);
    const { data, width, height } = await readRgb(sample);
    const wanted = await pipeline.detect(sample);
    expect(wanted).toHaveLength(3);
    expect(await pipeline.detect(await readFile(sample))).toEqual(wanted);
    expect(await pipeline.detect({ data, width, height })).toEqual(wanted);
    const floats = await pipeline.detect({ data: Float32Array.from(data), width, height });
    expect(floats).toHaveLength(wanted.length);
    for (const [i, face] of floats.entries()) {
      const [got, exact] = [numbersOf(face), numbersOf(wanted[i])];
      const worst = Math.max(...got.map((value, n) => Math.abs(value - exact[n])));
      expect(worst).toBeLessThan(1e-3);
    }
  });

  it('lets the caller use a buffer again at once', async ({ task }) => {
    const pipeline = lane.pipeline(task.meta);
    const file = await portrait('ann').png().toBuffer();
    const pixels = await readRgb(file);
    const wanted = await pipeline.detect(file);
    const calls = [pipeline.detect(file), pipeline.detect(pixels)];
    file.fill(0);
    pixels.data.fill(0);
    expect(await Promise.all(calls)).toEqual([wanted, wanted]);
  });

  it('goes on after what is no photo', async ({ task }) => {
    const pipeline = lane.pipeline(task.meta);
    const jpeg = await readFile(sample);
    const photo = await portrait('bea').png().toBuffer();
    const wanted = await pipeline.detect(photo);
    const data = new Float32Array(3).fill(Number.NaN);
    const wrong: [PhotoInput, ErrorCode][] = [
      [new Uint8Array(), 'bad-image'],
      [jpeg.subarray(0, 40_000), 'bad-image'],
      [new TextEncoder().encode('Dear diary,\n'), 'bad-image'],
      ['missing.jpg', 'file-unreadable'],
      ['.', 'file-unreadable'],
      [null as unknown as string, 'bad-image'],
      [{ data, width: 1, height: 1 }, 'bad-image'],
      [{ data, width: 0, height: 1 }, 'bad-image'],
      [{ data, width: -1, height: -1 }, 'bad-image'],
      [{ data, width: 2 ** 20, height: 2 ** 20 }, 'bad-image'],
    ];
    const good = pipeline.detect(photo);
    for (const [input, code] of wrong) await expectError(() => pipeline.detect(input), code, /./);
    expect(await good).toEqual(wanted);
    expect(await pipeline.detect(photo)).toEqual(wanted);
  });
});

function numbersOf({ box, score, landmarks, descriptor }: Face): number[] {
  const { x, y, width, height } = box;
  return [x, y, width, height, score, ...landmarks.flat(), ...descriptor.values];
}
