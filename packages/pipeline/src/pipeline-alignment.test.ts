import { describe, expect, it } from 'vitest';
import type { Face } from './api/face.ts';
import { distanceOf } from './match/metric.ts';
import { FacePipeline } from './pipeline.ts';
import { expectError } from './testing/errors.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const ours = usePipelines({
  similarity: { detector: 'tiny' },
  frontal: { detector: 'tiny', alignment: 'frontal' },
  both: { detector: 'tiny', alignment: 'both' },
  mirror: { detector: 'tiny', alignment: 'both', mirror: true },
});

describe('the option alignment', () => {
  async function facesBy(name: string, meta: object): Promise<Face[]> {
    const pipeline = ours.pipeline(name, meta);
    const faces = await pipeline.detect(ours.photo, { chips: true });
    return faces.sort((a, b) => a.box.x - b.box.x);
  }

  it('frontal: makes descriptors of another stamp, that know the same people', async ({ task }) => {
    const plain = await facesBy('similarity', task.meta);
    const frontal = await facesBy('frontal', task.meta);
    const { info } = ours.pipeline('frontal', task.meta);
    expect(frontal).toHaveLength(plain.length);
    expect(frontal[0].descriptor.model).toMatch(/\/chip112\+frontal$/);
    expect(info.model).toBe(frontal[0].descriptor.model);
    expect(() => ours.pipeline('frontal', task.meta).compare(frontal[0], plain[0])).toThrow(
      expect.objectContaining({ code: 'model-mismatch' }),
    );
    for (const [i, face] of frontal.entries()) {
      const apart = (other: Face) =>
        distanceOf(info.metric, face.descriptor.values, other.descriptor.values);
      expect(apart(plain[i])).toBeGreaterThan(1e-4);
      expect(apart(plain[i])).toBeLessThan(info.threshold);
      for (const other of plain)
        if (other !== plain[i]) expect(apart(other)).toBeGreaterThan(info.threshold);
      expect(face.chip?.data).not.toEqual(plain[i].chip?.data);
    }
  });

  it('both: makes the mean of the two, and shows the frontal chip', async ({ task }) => {
    const plain = await facesBy('similarity', task.meta);
    const frontal = await facesBy('frontal', task.meta);
    const both = await facesBy('both', task.meta);
    expect(both[0].descriptor.model).toMatch(/\/chip112\+both$/);
    for (const [i, { descriptor, chip }] of both.entries()) {
      const mean = plain[i].descriptor.values.map(
        (value, k) => value + frontal[i].descriptor.values[k],
      );
      // The network's outputs differ a little in length, which the mean knows and descriptors don't.
      expect(distanceOf('cosine', mean, descriptor.values)).toBeLessThan(0.005);
      expect(Math.hypot(...descriptor.values)).toBeCloseTo(1, 5);
      expect(chip).toEqual(frontal[i].chip);
    }
  });

  it('both, with mirror images: makes the mean of four', async ({ task }) => {
    const [both] = await facesBy('both', task.meta);
    const [mirrored] = await facesBy('mirror', task.meta);
    expect(mirrored.descriptor.model).toMatch(/\/chip112\+both\+mirror$/);
    const distance = distanceOf('cosine', both.descriptor.values, mirrored.descriptor.values);
    expect(distance).toBeGreaterThan(1e-4);
    expect(distance).toBeLessThan(0.3);
    expect(mirrored.chip).toEqual(both.chip);
  });

  it('both: takes no chip, which shows one of them', async ({ task }) => {
    const [{ chip }] = await facesBy('frontal', task.meta);
    if (!chip) throw new Error('there is no chip');
    const pipeline = ours.pipeline('both', task.meta);
    await expectError(() => pipeline.descriptorOf(chip), 'bad-argument', /shows one alignment/);
  });

  it('says what is missing where its table isn’t given, as in a page', async ({ task }) => {
    const { device } = ours.pipeline('similarity', task.meta);
    const options = { device, detector: 'tiny', alignment: 'frontal', alignments: {} } as const;
    await expect(FacePipeline.create(options)).rejects.toMatchObject({
      code: 'bad-argument',
      message: 'the frontal alignment isn’t loaded',
      fix: expect.stringContaining('@facegpu/pipeline/alignments'),
    });
  });

  it('is one of three, and none of compat’s', async () => {
    const wrong = { alignment: 'profile' } as unknown as { alignment: 'frontal' };
    await expectError(() => FacePipeline.create(wrong), 'bad-argument', /no alignment "profile"/);
    const compat = { compat: 'face-api', alignment: 'frontal' } as const;
    await expectError(() => FacePipeline.create(compat), 'bad-argument', /exclude each other/);
  });
});
