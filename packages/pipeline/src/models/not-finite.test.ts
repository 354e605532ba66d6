import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../cli/testing/photos.ts';
import { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { editedModel, fillModels } from '../testing/model-files.ts';
import { samples } from '../testing/samples.ts';
import { modelNames } from './choice.ts';

const { tiny, landmarks, dlib } = modelNames;

/** For each model, a folder in which its weights are finite, and its products aren't. */
const at = useFolder(async (folder) => {
  for (const name of [tiny, landmarks, dlib]) {
    const file = await editedModel(name, (model) => model.inflate());
    await mkdir(`${folder}/${name}`);
    await fillModels(`${folder}/${name}`, [tiny, landmarks, dlib], { [name]: file });
  }
});

describe('numbers that are not finite', () => {
  it.each([
    { name: dlib, what: 'a descriptor' },
    { name: landmarks, what: 'a landmark' },
    { name: tiny, what: 'a score' },
  ])('are no face: $what of $name', async ({ name, what }) => {
    const photo = await sharp(samples[0]).resize(1000).png().toBuffer();
    for (const compat of [{}, { compat: 'face-api' }] as const) {
      const options = {
        detector: 'tiny',
        recognizer: 'dlib',
        models: at(name),
        ...compat,
      } as const;
      await using pipeline = await FacePipeline.create(options);
      const message = new RegExp(`^${name}\\.safetensors made ${what} of (NaN|-?Infinity)`);
      await expectError(() => pipeline.detect(photo), 'bad-model', message);
      // The pipeline lives on.
      await expectError(() => pipeline.detect(photo), 'bad-model', message);
      expect(pipeline.device.memory.buffers).toBeGreaterThan(0);
    }
  });
});
