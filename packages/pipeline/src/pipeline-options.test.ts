import { Device } from '@facegpu/kernels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Face } from './face.ts';
import { euclideanDistance } from './match/compare.ts';
import { FacePipeline, type PipelineOptions } from './pipeline.ts';
import { overlap } from './testing/overlap.ts';
import { samples } from './testing/samples.ts';

const [photo] = samples;

describe('options of a pipeline', () => {
  let device: Device;
  let plain: FacePipeline;
  let faces: Face[];

  beforeAll(async () => {
    device = await Device.acquire();
    plain = await FacePipeline.create({ device, detector: 'tiny' });
    faces = (await plain.detect(photo)).sort(leftToRight);
  });
  afterAll(async () => {
    await plain?.dispose();
    device?.dispose();
  });

  /** The faces of the photo as another pipeline finds them: the same ones, from left to right. */
  async function facesWith(meta: object, options: PipelineOptions): Promise<Face[]> {
    Object.assign(meta, { adapter: device.info.name });
    await using pipeline = await FacePipeline.create({ device, detector: 'tiny', ...options });
    const found = (await pipeline.detect(photo)).sort(leftToRight);
    expect(found).toHaveLength(faces.length);
    for (const [i, { box }] of found.entries()) {
      expect(overlap(box, faces[i].box)).toBeGreaterThan(0.8);
    }
    return found;
  }

  const distances = (others: readonly Face[]) =>
    others.map(({ descriptor }, i) =>
      euclideanDistance(descriptor.values, faces[i].descriptor.values),
    );

  it('detector tiny: finds faces too', () => {
    expect(plain.info.detector).toBe('tiny');
    expect(faces).toHaveLength(3);
  });

  it('mirror: makes descriptors of another stamp, near the plain ones', async ({ task }) => {
    const mirrored = await facesWith(task.meta, { mirror: true });
    expect(mirrored[0].descriptor.model).toBe(`${plain.info.model}+mirror`);
    for (const distance of distances(mirrored)) {
      expect(distance).toBeGreaterThan(0.001);
      expect(distance).toBeLessThan(0.25);
    }
    expect(() => plain.compare(mirrored[0], faces[0])).toThrow(mismatch);
  });

  it('compat: makes descriptors that refuse to be compared with others', async ({ task }) => {
    const cut = await facesWith(task.meta, { compat: 'face-api' });
    expect(cut[0].descriptor.model).toMatch(/\/box-compat$/);
    expect(() => plain.compare(faces[0], cut[0].descriptor)).toThrow(mismatch);
  });

  it('precision f16: gives the same faces but for rounding', async ({ task, skip }) => {
    if (!device.has('shader-f16')) skip('the adapter lacks shader-f16');
    const half = await facesWith(task.meta, { precision: 'f16' });
    expect(half[0].descriptor.model).toBe(plain.info.model);
    for (const distance of distances(half)) expect(distance).toBeLessThan(0.05);
  });

  it('maxSide: reduces the photo, and answers in pixels of the original', async ({ task }) => {
    const reduced = await facesWith(task.meta, { maxSide: 900 });
    expect(reduced[0].landmarks[30][0]).toBeCloseTo(faces[0].landmarks[30][0], -1);
  });

  it.each([-0.1, 1.1, Number.NaN, '0.5' as never])('refuses a minScore of %s', async (minScore) => {
    await expect(plain.detect(photo, { minScore })).rejects.toMatchObject({
      code: 'bad-argument',
      message: `minScore is ${minScore}`,
      fix: 'Give a number from 0 to 1.',
    });
  });

  it.each([
    [{ detector: 'big' }, 'there is no detector "big"', /ssd or tiny/],
    [{ detector: null }, 'there is no detector "null"', /ssd or tiny/],
    [{ compat: 'dlib' }, 'there is no compat mode "dlib"', /face-api/],
    [{ precision: 'f64' }, 'there is no precision "f64"', /f32 or f16/],
    [{ device: {} as GPUDevice }, 'the device is not a GPUDevice', /leave it out/],
    [{ maxSide: 0 }, 'maxSide is 0', /pixels/],
    [{ maxSide: 0.5 }, 'maxSide is 0.5', /pixels/],
    [{ maxSide: Number.NaN }, 'maxSide is NaN', /pixels/],
    [{ compat: 'face-api', mirror: true }, 'compat and mirror exclude each other', /one of them/],
  ])('refuses %j', async (options, message, fix) => {
    await expect(FacePipeline.create(options as PipelineOptions)).rejects.toMatchObject({
      name: 'FaceGpuError',
      code: 'bad-argument',
      message,
      fix: expect.stringMatching(fix),
    });
  });
});

function leftToRight(a: Face, b: Face): number {
  return a.box.x - b.box.x;
}

const mismatch = expect.objectContaining({ code: 'model-mismatch' });
