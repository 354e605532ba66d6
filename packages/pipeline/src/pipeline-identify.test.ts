import { describe, expect, it, vi } from 'vitest';
import type { IdentifyPhotoOptions } from './api/options.ts';
import { Gallery } from './match/gallery.ts';
import { expectError } from './testing/errors.ts';
import { usePipelines } from './testing/use-pipelines.ts';

describe('the people of a photo', () => {
  const lane = usePipelines({
    aligned: {},
    mirrored: { mirror: true },
    'like face-api': { compat: 'face-api' },
    'in f16': { precision: 'f16' },
  });

  it.for(['aligned', 'mirrored', 'like face-api', 'in f16'])(
    'are those whom their faces show, %s',
    async (name, { task, skip }) => {
      if (!lane.has(name)) skip('the adapter lacks shader-f16');
      const pipeline = lane.pipeline(name, task.meta);
      await using gallery = new Gallery(pipeline);
      const faces = await pipeline.detect(lane.photo);
      expect(faces).toHaveLength(3);
      const nobody = await pipeline.identify(lane.photo, gallery, { k: 2 });
      expect(nobody).toEqual(faces.map((face) => ({ face, matches: [] })));
      // One has most of the descriptors, so that more of the nearest are needed to find three people.
      await gallery.enrollMany([
        { name: 'ann', faces: Array.from({ length: 40 }, () => faces[0]) },
        { name: 'bea', faces: faces[1] },
        { name: 'cleo', faces: faces[2] },
      ]);
      for (const k of [1, 2, 9]) {
        const found = await pipeline.identify(lane.photo, gallery, { k });
        const matches = await gallery.identifyMany(faces, { k });
        expect(found.map(({ face }) => face)).toEqual(faces);
        expect(found.map((face) => face.matches.map((match) => match.name))).toEqual(
          matches.map((own) => own.map((match) => match.name)),
        );
        for (const { matches } of found) expect(matches[0].distance).toBeCloseTo(0, 6);
      }
    },
  );

  it('are nobody where a face is worth too little', async ({ task }) => {
    const pipeline = lane.pipeline('aligned', task.meta);
    await using gallery = new Gallery(pipeline);
    const faces = await pipeline.detect(lane.photo, { quality: true });
    await gallery.enrollMany(faces.map((face, i) => ({ name: `${i}`, faces: face })));
    const scores = faces.map(({ quality }) => quality?.score ?? 0);
    const middle = [...scores].sort((a, b) => a - b)[1];
    const found = await pipeline.identify(lane.photo, gallery, { minQuality: middle });
    expect(found.map(({ face }) => face)).toEqual(faces);
    expect(found.map(({ matches }) => matches.map(({ name }) => name))).toEqual(
      scores.map((score, i) => (score >= middle ? [`${i}`] : [])),
    );
    const all = await pipeline.identify(lane.photo, gallery, { minQuality: 0 });
    expect(all.map(({ matches }) => matches.length)).toEqual([1, 1, 1]);
    expect(all[0].face).not.toHaveProperty('quality');
    const wrong = { minQuality: 2 };
    await expectError(
      () => pipeline.identify(lane.photo, gallery, wrong),
      'bad-argument',
      /minQuality/,
    );
  });

  it('are found in the photo’s own submit and readback', async ({ task }) => {
    const pipeline = lane.pipeline('aligned', task.meta);
    await using gallery = new Gallery(pipeline);
    const faces = await pipeline.detect(lane.photo);
    await gallery.enrollMany(faces.map((face, i) => ({ name: `${i}`, faces: face })));
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    await pipeline.identify(lane.photo, gallery);
    const spies = [vi.spyOn(lane.device.gpu.queue, 'submit'), vi.spyOn(lane.device, 'readMapped')];
    const found = await pipeline.identify(lane.photo, gallery);
    expect(found.map(({ matches: [{ name }] }) => name)).toEqual(['0', '1', '2']);
    for (const spy of spies) {
      expect(spy).toHaveBeenCalledTimes(1);
      spy.mockRestore();
    }
    clock.mockRestore();
  });

  it('are found while the gallery changes and other photos are under way', async ({ task }) => {
    const pipeline = lane.pipeline('aligned', task.meta);
    const before = lane.device.memory.buffers;
    const gallery = new Gallery(pipeline);
    const faces = await pipeline.detect(lane.photo);
    await gallery.enroll('ann', faces[0]);
    const found = [];
    for (let i = 0; i < 4; i++) {
      found.push(pipeline.identify(lane.photo, gallery));
      // Each is more than there is room for.
      const many = Array.from({ length: 300 * 2 ** i }, () => faces[1]);
      found.push(gallery.enroll('bea', many).then(() => pipeline.identify(lane.photo, gallery)));
    }
    for (const [{ matches }] of await Promise.all(found)) {
      expect(matches).toMatchObject([{ name: 'ann', distance: 0 }]);
    }
    await gallery.dispose();
    await expectError(() => pipeline.identify(lane.photo, gallery), 'disposed', /gallery/);
    // What a lane keeps ready to read back is all that may be left.
    expect(lane.device.memory.buffers - before).toBeLessThan(20);
  });

  it('are asked for in one way only', async ({ task }) => {
    const pipeline = lane.pipeline('aligned', task.meta);
    await using gallery = new Gallery(pipeline);
    await using other = new Gallery(lane.pipeline('mirrored', task.meta));
    const wrong: [object, RegExp][] = [
      [{ k: 0 }, /k is 0/],
      [{ landmarks: false }, /no option "landmarks"/],
      [{ minScore: 2 }, /minScore is 2/],
      [null as unknown as object, /identify are null/],
    ];
    for (const [options, message] of wrong) {
      const call = () => pipeline.identify(lane.photo, gallery, options as IdentifyPhotoOptions);
      await expectError(call, 'bad-argument', message);
    }
    await expectError(
      () => pipeline.identify(lane.photo, other),
      'bad-argument',
      /another pipeline/,
    );
  });
});
