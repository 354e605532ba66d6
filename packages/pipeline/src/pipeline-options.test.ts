import { Device } from '@facegpu/kernels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Face } from './api/face.ts';
import type { LoadProgress, PipelineOptions, Timings } from './api/options.ts';
import { overlap } from './detect/overlap.ts';
import { euclideanDistance } from './match/metric.ts';
import { FacePipeline } from './pipeline.ts';
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

  it('compat: says what is missing where its program isn’t given, as in a page', async () => {
    const options = { device, compat: 'face-api', compatPrograms: {} } as const;
    await expect(FacePipeline.create(options)).rejects.toMatchObject({
      code: 'bad-argument',
      message: 'the way of face-api isn’t loaded',
      fix: expect.stringContaining('compatPrograms'),
    });
  });

  it('compat: makes descriptors that refuse to be compared with others', async ({ task }) => {
    const cut = await facesWith(task.meta, { compat: 'face-api' });
    expect(cut[0].descriptor.model).toMatch(/\/box-compat$/);
    expect(() => plain.compare(faces[0], cut[0].descriptor)).toThrow(mismatch);
  });

  it('precision f16: gives the same faces but for rounding', async ({ task, skip }) => {
    if (!device.has('shader-f16')) skip('the adapter lacks shader-f16');
    const half = await facesWith(task.meta, { precision: 'f16' });
    // So near that descriptors may be compared whatever their precision: the stamp is the same.
    expect(half[0].descriptor.model).toBe(plain.info.model);
    for (const distance of distances(half))
      expect(distance).toBeLessThan(plain.info.threshold / 60);
    expect(plain.compare(half[0], faces[0]).same).toBe(true);
  });

  it('maxSide: reduces the photo, and answers in pixels of the original', async ({ task }) => {
    const reduced = await facesWith(task.meta, { maxSide: 900 });
    expect(reduced[0].landmarks[30][0]).toBeCloseTo(faces[0].landmarks[30][0], -1);
  });

  it('onProgress: hears of bytes first, then of networks', async ({ task }) => {
    const heard: LoadProgress[] = [];
    await facesWith(task.meta, { onProgress: (progress) => heard.push(progress) });
    const stages = heard.map(({ stage }) => stage);
    expect(stages).toEqual([...stages].sort().reverse());
    expect(heard[0]).toEqual({ stage: 'models', loaded: heard[0].total, total: heard[0].total });
    expect(heard[0].total).toBeGreaterThan(1e6);
    const compiled = heard.filter(({ stage }) => stage === 'compile');
    expect(compiled.map(({ loaded, total }) => [loaded, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('signal: cancels the creation, before it begins and on its way', async () => {
    const aborted = { code: 'aborted', cause: 'enough' };
    const early = { signal: AbortSignal.abort('enough') };
    await expect(FacePipeline.create(early)).rejects.toMatchObject(aborted);
    const control = new AbortController();
    const created = FacePipeline.create({
      device,
      detector: 'tiny',
      signal: control.signal,
      onProgress: ({ stage }) => stage === 'compile' && control.abort('enough'),
    });
    await expect(created).rejects.toMatchObject(aborted);
  });

  it('signal: cancels a call, and no other', async () => {
    const control = new AbortController();
    const [cancelled, other] = [plain.detect(photo, control), plain.detect(photo)];
    control.abort('enough');
    await expect(cancelled).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(await other).toHaveLength(3);
  });

  it.each([{}, { compat: 'face-api' }] as const)('timings: %j', async (compat) => {
    await using pipeline = await FacePipeline.create({ device, detector: 'tiny', ...compat });
    expect(await pipeline.detectIn(photo)).not.toHaveProperty('timings');
    for (const attributes of [false, true]) {
      const wanted = { timings: true, attributes };
      const { timings } = await pipeline.detectIn(photo, wanted);
      const { decode, compute, stages } = timings as Timings;
      const measured = device.has('timestamp-query')
        ? ['detect', 'embed', 'landmark', ...(attributes ? ['attributes'] : [])]
        : [];
      expect(Object.keys(stages).sort()).toEqual(measured.sort());
      for (const milliseconds of [decode, compute, ...Object.values(stages)]) {
        expect(Number.isFinite(milliseconds) && milliseconds >= 0).toBe(true);
      }
    }
  });

  it.each([-0.1, 1.1, Number.NaN, '0.5' as never])('refuses a minScore of %s', async (minScore) => {
    await expect(plain.detect(photo, { minScore })).rejects.toMatchObject({
      code: 'bad-argument',
      message: `minScore is ${typeof minScore === 'string' ? `"${minScore}"` : minScore}`,
      fix: 'Give a number from 0 to 1.',
    });
  });

  it.each([
    [{ detector: null }, 'detector is null', /name, the path or the address/],
    [{ landmarker: '' }, 'landmarker is ""', /name, the path or the address/],
    [{ recognizer: 7 }, 'recognizer is 7', /name, the path or the address/],
    [
      { recognizer: 'dlib', recognizers: ['dlib'] },
      'recognizer and recognizers exclude each other',
      /a list of several/,
    ],
    [{ compat: 'dlib' }, 'there is no compat mode "dlib"', /face-api/],
    [{ precision: 'f64' }, 'there is no precision "f64"', /f32 or f16/],
    [{ device: {} as GPUDevice }, 'the device is not a GPUDevice', /leave it out/],
    [{ maxSide: 0 }, 'maxSide is 0', /pixels/],
    [{ maxSide: 0.5 }, 'maxSide is 0.5', /pixels/],
    [{ maxSide: Number.NaN }, 'maxSide is NaN', /pixels/],
    [{ device: {} as GPUDevice, worker: 'w.js' }, 'the device is not a GPUDevice', /leave/],
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
