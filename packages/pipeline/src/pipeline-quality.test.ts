import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Face, Quality } from './api/face.ts';
import { qualityFlaws } from './faces.ts';
import { expectError } from './testing/errors.ts';
import { samples } from './testing/samples.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const ours = usePipelines({
  plain: { detector: 'tiny' },
  mirror: { detector: 'tiny', mirror: true },
  both: { detector: 'tiny', alignment: 'both' },
  dlib: { detector: 'tiny', recognizer: 'dlib' },
  compat: { detector: 'tiny', compat: 'face-api' },
});

/** The photo of one of the faces of the first sample, and the same blurred and shrunk. */
const good = sharp(samples[0]).extract({ left: 1390, top: 140, width: 380, height: 380 });
const photos = {
  good: () => good.clone().png().toBuffer(),
  blurred: async () =>
    sharp(await good.clone().png().toBuffer())
      .blur(8)
      .png()
      .toBuffer(),
};

function qualityOf(faces: readonly Pick<Face, 'quality'>[]): Quality {
  expect(faces).toHaveLength(1);
  const { quality } = faces[0];
  if (!quality) throw new Error('there is no quality');
  return quality;
}

describe('quality', () => {
  it.for(['plain', 'mirror', 'dlib', 'compat'])(
    'tells blurred faces, by %s',
    async (name, { task }) => {
      const pipeline = ours.pipeline(name, task.meta);
      const options = { quality: true, upright: true, minScore: 0.1 };
      const faces = await pipeline.detect(await photos.good(), options);
      const quality = qualityOf(faces);
      expect(quality.score).toBeGreaterThan(0.7);
      expect(quality.score).toBeLessThan(1);
      expect(quality.size).toBeGreaterThan(100);
      expect(quality.mirrorDistance).toBeUndefined();
      expect(qualityFlaws(quality)).toEqual([]);
      // What it takes to know is not given along.
      expect(Object.keys(faces[0])).not.toContain('chip');
      const blurred = qualityOf(await pipeline.detect(await photos.blurred(), options));
      expect(blurred.score).toBeLessThan(quality.score - 0.1);
      expect(qualityFlaws(blurred)).toContain('blurred');
    },
  );

  it('looks at mirror images where that is wanted, and changes nothing else', async ({ task }) => {
    const pipeline = ours.pipeline('plain', task.meta);
    const photo = await photos.good();
    const [{ quality, ...rest }] = await pipeline.detect(photo, { quality: 'thorough' });
    expect(quality?.mirrorDistance).toBeGreaterThan(0);
    expect(quality?.mirrorDistance).toBeLessThan(0.1);
    expect(quality?.score).toBeGreaterThan(0.7);
    expect(JSON.parse(JSON.stringify(quality))).toEqual(quality);
    const [plain] = await pipeline.detect(photo);
    expect(Object.keys(plain)).toEqual(Object.keys(rest));
    // The mean of a face and its mirror image is its own mirror image's, too; that of two alignments has no one chip.
    for (const name of ['mirror', 'both']) {
      const averaged = ours.pipeline(name, task.meta);
      const [face] = await averaged.detect(photo, { quality: 'thorough' });
      expect(face.quality?.score).toBeGreaterThan(0.7);
      expect(face.quality?.mirrorDistance).toBeUndefined();
    }
  });

  it('needs landmarks, and descriptors where it is thorough', async ({ task }) => {
    const pipeline = ours.pipeline('plain', task.meta);
    const photo = await photos.good();
    const [face] = await pipeline.detect(photo, { quality: true, descriptors: false });
    expect(face.quality?.norm).toBeUndefined();
    expect(face.quality?.score).toBeGreaterThan(0.7);
    const refused = [
      [{ quality: true, landmarks: false }, /quality needs landmarks/],
      [{ quality: 'thorough', descriptors: false }, /thorough quality needs descriptors/],
      [{ quality: 'good' }, /quality is "good"/],
    ] as const;
    for (const [options, message] of refused) {
      await expectError(() => pipeline.detect(photo, options as never), 'bad-argument', message);
    }
  });
});
