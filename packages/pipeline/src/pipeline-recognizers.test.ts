import { Device } from '@facegpu/kernels';
import { directory } from '@facegpu/models';
import { Model } from '@facegpu/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Face } from './api/face.ts';
import type { PipelineOptions } from './api/options.ts';
import { portrait, useFolder } from './cli/testing/photos.ts';
import { euclideanDistance } from './match/metric.ts';
import { modelNames } from './models/choice.ts';
import { FacePipeline } from './pipeline.ts';
import { expectError } from './testing/errors.ts';
import { editedModel, fillModels } from './testing/model-files.ts';

const { tiny, landmarks, dlib } = modelNames;

/** The same network under other names: one with chips of its own. */
const twin = 'twin';
const wide = 'wide';

const at = useFolder(async (folder) => {
  const renamed = (name: string, padding?: number) =>
    editedModel(dlib, ({ metadata }) => {
      metadata.name = name;
      if (padding !== undefined) metadata.settings.alignment.padding = padding;
    });
  await fillModels(folder, [tiny, landmarks, dlib], {
    [twin]: await renamed(twin),
    [wide]: await renamed(wide, 0.5),
  });
});

describe('recognition models side by side', () => {
  let device: Device;
  let photo: Buffer;
  let plain: Face;

  beforeAll(async () => {
    device = await Device.acquire();
    photo = await portrait('bea').png().toBuffer();
    await using pipeline = await create({}, { recognizer: 'dlib' });
    [plain] = await pipeline.detect(photo, { chips: true });
  });
  afterAll(() => device?.dispose());

  async function create(meta: object, options: PipelineOptions): Promise<FacePipeline> {
    Object.assign(meta, { adapter: device.info.name });
    return FacePipeline.create({ device, detector: 'tiny', models: at(), ...options });
  }

  it('each make a descriptor, from chips of their own', async ({ task }) => {
    const recognizers = [dlib, twin, wide];
    await using pipeline = await create(task.meta, { recognizers });
    const { info } = pipeline;
    const { model, dimensions, metric, threshold, thresholds } = info;
    expect(info.recognizers.map(({ name }) => name)).toEqual(recognizers);
    const first = { name: dlib, model, dimensions, metric, threshold, thresholds };
    expect(info.recognizers[0]).toEqual(first);
    const stamps = info.recognizers.map((recognizer) => recognizer.model);
    expect(new Set(stamps).size).toBe(3);

    const [face] = await pipeline.detect(photo, { chips: true });
    const { descriptors, ...rest } = face;
    expect(rest).toEqual({ ...plain, descriptors: undefined });
    expect(Object.keys(descriptors)).toEqual(recognizers);
    expect(descriptors[dlib]).toBe(face.descriptor);
    expect(recognizers.map((name) => descriptors[name].model)).toEqual(stamps);
    expect(descriptors[twin].values).toEqual(face.descriptor.values);
    const moved = euclideanDistance(descriptors[wide].values, face.descriptor.values);
    expect(moved).toBeGreaterThan(0.1);

    expect(pipeline.compare(descriptors[wide], descriptors[wide])).toMatchObject({ same: true });
    const mixed = () => pipeline.compare(descriptors[wide], face);
    await expectError(mixed, 'model-mismatch', /wide@.* by face-recognition-128@/);
    const foreign = { model: 'another', values: face.descriptor.values };
    const unknown = () => pipeline.compare(foreign, foreign);
    await expectError(unknown, 'model-mismatch', /by another$/);
  });

  it('leave boxes and landmarks as they are', async ({ task }) => {
    const file = await editedModel(dlib, ({ metadata }) => {
      metadata.settings.alignment.padding = 0.7;
    });
    const model = await Model.parse(file, 'given');
    await using pipeline = await create(task.meta, { recognizers: [model] });
    const [face] = await pipeline.detect(photo);
    expect(face).toMatchObject({ box: plain.box, landmarks: plain.landmarks });
    expect(face.descriptor.values).not.toEqual(plain.descriptor.values);
  });

  it('must be there, and told apart', async () => {
    const refused = (recognizers: unknown) => () => create({}, { recognizers } as PipelineOptions);
    await expectError(refused(['nobody']), 'no-models', /nobody\.safetensors/);
    await expectError(refused([twin, twin]), 'bad-argument', /two .* are called "twin"/);
    await expectError(refused([landmarks]), 'bad-model', /is not a recognizer/);
    const compat = {
      models: directory,
      compat: 'face-api',
      recognizer: modelNames.arcface,
    } as const;
    await expectError(
      () => create({}, compat),
      'bad-argument',
      /compat and .* its metric is cosine/,
    );
    for (const wrong of [[], 'twin', [7], null]) {
      await expectError(refused(wrong), 'bad-argument', /^recognizers is /);
    }
  });
});
