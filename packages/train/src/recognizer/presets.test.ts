import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useDevice } from '@facegpu/kernels/testing';
import { mainSize } from '@facegpu/nn';
import { FacePipeline } from '@facegpu/pipeline';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain } from '../augment/augmentation.ts';
import { trainingOperators } from '../operators/all.ts';
import { adam } from '../optimizers/adam.ts';
import { trainableLayers } from '../step/trainable.ts';
import { fakeChipSet } from '../testing/fake-chip-set.ts';
import { type PresetName, presetRecognizer } from './presets.ts';
import { RecognizerTraining } from './recognizer-training.ts';
import { serializeRecognizer } from './save-recognizer.ts';
import { standardizeFeatures } from './standardize-features.ts';

const [people, photos] = [2, 2];
const count = people * photos;
const sample = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo/sample1.jpg',
);

/** What each preset is: side of its chips, numbers of its descriptors, and its layers with weights. */
const known: Readonly<Record<PresetName, readonly [side: number, width: number, layers: number]>> =
  {
    tiny: [32, 64, 10],
    small: [64, 128, 13],
    mobile: [112, 128, 50],
    dlib: [150, 128, 30],
  };
const names = Object.keys(known) as PresetName[];

describe('presets', () => {
  const lane = useDevice();
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-presets-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const fileOf = (name: PresetName) => path.join(folder, `${name}.safetensors`);

  it.for(names)('a step of %s lowers the loss of its batch', async (name, { task }) => {
    const [side, width, layers] = known[name];
    const device = lane.device(task.meta);
    const chips = fakeChipSet(people, photos, side);
    const drawn = presetRecognizer(name, 1);
    const spec = { alignment: drawn.alignment, size: side, margin: 0 };
    expect(mainSize(drawn.input)).toEqual([side, side]);
    expect(trainableLayers(drawn.network, trainingOperators)).toHaveLength(layers);
    const model = await standardizeFeatures(device, drawn, { chips: chips.bytes, spec });
    const training = await RecognizerTraining.create(device, {
      model,
      loss: { kind: 'triplet', mining: 'hard' },
      optimizer: adam(),
      count,
      chips: chips.bytes,
      spec,
      clipNorm: 5,
    });
    const images = [...chips.people.keys()].map((chip) => plain(chip, spec));
    const batch = { images, people: chips.people };
    const rows = await training.embed(images);
    expect(rows).toHaveLength(count * width);
    expect(Math.hypot(...rows.subarray(0, width))).toBeCloseTo(1, 4);
    const before = await training.train(batch, 1e-5);
    const after = await training.train(batch, 1e-5);
    expect(after.loss).toBeLessThan(before.loss);
    const { values } = await training.step.state();
    training.dispose();
    const thresholds = [1e-2, 1e-3].map((falseMatchRate, i) => {
      return { falseMatchRate, distance: 0.5 - i / 10, pairs: 10 };
    });
    const measured = { thresholds, measuredOn: 'nobody' };
    await writeFile(fileOf(name), serializeRecognizer(model, name, values, measured));
  });

  it('what was trained finds its place in a pipeline, on chips of its own', async ({ task }) => {
    const pipeline = await FacePipeline.create({
      detector: 'tiny',
      recognizers: names.map(fileOf),
      device: lane.device(task.meta),
    });
    const photo = sharp(sample).extract({ left: 310, top: 280, width: 380, height: 380 });
    const [face] = await pipeline.detect(await photo.png().toBuffer());
    const widths = Object.values(face.descriptors).map(({ values }) => values.length);
    expect(widths).toEqual(names.map((name) => known[name][1]));
    await pipeline.dispose();
  });
});
