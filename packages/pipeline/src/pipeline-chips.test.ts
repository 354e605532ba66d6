import sharp from 'sharp';
import { expect, it } from 'vitest';
import { chipFromJson } from './faces.ts';
import { errorOf } from './testing/errors.ts';
import { usePipelines } from './testing/use-pipelines.ts';

const ours = usePipelines({
  plain: {},
  mirror: { mirror: true },
  frontal: { alignment: 'frontal' },
  dlib: { recognizers: ['dlib', 'arcface'] },
  compat: { compat: 'face-api' },
});

it.for(['plain', 'mirror', 'frontal', 'dlib', 'compat'])(
  'a chip has the descriptor of the face that it was cut from, by %s',
  async (name, { task }) => {
    const pipeline = ours.pipeline(name, task.meta);
    const faces = await pipeline.detect(ours.photo, { chips: true });
    const [first, second] = faces;
    const { chip, descriptor } = JSON.parse(JSON.stringify(first));
    const [again, other] = await Promise.all([
      pipeline.descriptorOf(chipFromJson(chip)),
      pipeline.descriptorOf(second.chip ?? 'none'),
    ]);
    expect(again.model).toBe(descriptor.model);
    // But for rounding to bytes.
    expect(pipeline.compare(again, first).distance).toBeLessThan(0.02);
    expect(pipeline.compare(other, second).distance).toBeLessThan(0.02);
    expect(pipeline.compare(again, second).same).toBe(false);
    // The pipeline finds faces as before.
    const { distance } = pipeline.compare((await pipeline.detect(ours.photo))[0], first);
    expect(distance).toBeLessThan(1e-3);
  },
);

it('a chip may be of another size, and a file; it is square', async ({ task }) => {
  const pipeline = ours.pipeline('plain', task.meta);
  const [face] = await pipeline.detect(ours.photo, { chips: true, maxFaces: 1 });
  const { data, width, height } = face.chip ?? { data: [], width: 0, height: 0 };
  const picture = sharp(Uint8Array.from(data), { raw: { width, height, channels: 4 } });
  const large = await picture.clone().resize(300).png().toBuffer();
  const { same } = pipeline.compare(await pipeline.descriptorOf(large), face);
  expect(same).toBe(true);
  const wide = await picture.clone().resize(100, 90, { fit: 'fill' }).png().toBuffer();
  expect(await errorOf(() => pipeline.descriptorOf(wide))).toMatchObject({
    code: 'bad-image',
    message: 'a chip is of 100×90 pixels',
  });
});
