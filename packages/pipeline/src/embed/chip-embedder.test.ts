import { describe, expect, it } from 'vitest';
import type { ChipImage, Face } from '../api/face.ts';
import { portrait } from '../cli/testing/photos.ts';
import { distanceOf } from '../match/metric.ts';
import { readModel } from '../models/read-model.ts';
import { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { ChipEmbedder } from './chip-embedder.ts';

/** A chip with noise around it. */
function framed({ width, height, data }: ChipImage, margin: number): ChipImage {
  const side = width + 2 * margin;
  const all = Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) => (i * 7919) % 256);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width * 4, (y + 1) * width * 4);
    all.set(row, ((y + margin) * side + margin) * 4);
  }
  return { width: side, height: side, data: all };
}

describe('ChipEmbedder', () => {
  it.each(['arcface', 'dlib'])('describes chips of %s as the pipeline does', async (name) => {
    await using pipeline = await FacePipeline.create({ detector: 'tiny', recognizer: name });
    const { device, info } = pipeline;
    const faces: Face[] = [];
    for (const person of ['ann', 'bea'] as const) {
      const photo = await portrait(person).png().toBuffer();
      const [face] = await pipeline.detect(photo, { chips: true });
      faces.push(face);
    }
    const before = device.memory;
    const embedder = await ChipEmbedder.create(device, await readModel(name));
    const [own] = info.recognizers;
    expect(embedder.info).toEqual(own);
    const chips = faces.flatMap(({ chip }) => chip ?? []);
    for (const [i, { descriptor }] of faces.entries()) {
      const made = await embedder.embed(chips[i]);
      // A chip's colours are whole numbers.
      expect(distanceOf(info.metric, made, descriptor.values)).toBeLessThan(info.threshold / 50);
    }
    // Of a larger one, the middle is taken; calls may overlap.
    const all = [...chips, ...chips.map((chip) => framed(chip, 9)), ...chips];
    const made = await Promise.all(all.map((chip) => embedder.embed(chip)));
    expect(made.slice(2, 4)).toEqual(made.slice(0, 2));
    expect(made.slice(4)).toEqual(made.slice(0, 2));
    expect(made[0]).not.toEqual(made[1]);

    const { width, height, data } = chips[0];
    const narrow = { width: width - 1, height, data: data.subarray(0, (width - 1) * height * 4) };
    await expectError(() => embedder.embed(narrow), 'shape-mismatch', /network looks at/);
    embedder.dispose();
    expect(device.memory).toEqual(before);
  });

  it('refuses what is no recogniser', async () => {
    await using pipeline = await FacePipeline.create({ detector: 'tiny' });
    const model = await readModel('tiny');
    const create = () => ChipEmbedder.create(pipeline.device, model);
    await expectError(create, 'bad-model', /not a recognizer/);
  });
});
