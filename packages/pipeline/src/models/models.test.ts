import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Device } from '@facegpu/kernels';
import { directory } from '@facegpu/models';
import { readSafetensors, type StoredTensor, writeSafetensors } from '@facegpu/nn';
import { describe, expect, it, vi } from 'vitest';
import { useFolder } from '../cli/testing/photos.ts';
import { FacePipeline } from '../pipeline.ts';
import { modelNames } from './choice.ts';
import { ModelLoader } from './loader.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const { tiny, ssd, landmarks, arcface, expression } = modelNames;

const at = useFolder(async (folder) => {
  await Promise.all(
    [tiny, ssd, landmarks, arcface].map((name) => link(name, path.join(folder, fileOf(name)))),
  );
});

describe('model files of one’s own', () => {
  it('are taken from a folder, or from its URL', async () => {
    for (const models of [at(), pathToFileURL(`${at()}/`)]) {
      await using pipeline = await FacePipeline.create({ models, detector: 'tiny' });
      expect(pipeline.info.model).toMatch(/^arcface-mobilefacenet@[0-9a-f]{12}\/chip112$/);
    }
  });

  it.each<[what: string, place: string, file: Bytes | ((good: Bytes) => Bytes), message: RegExp]>([
    ['an empty file', landmarks, new Uint8Array(0), /0 bytes/],
    ['half a file', arcface, (good) => good.slice(0, good.byteLength / 2), /ends before/],
    ['a web page', tiny, new TextEncoder().encode('<!DOCTYPE html>'), /size of a header/],
    ['random bytes', tiny, Uint8Array.from({ length: 4096 }, (_, i) => (i * 97) % 251), /header/],
    ['a file without a tensor', landmarks, without, /the quantization of ".+" .+ fits no tensor/],
    ['a file with a turned tensor', arcface, turned, /\(node ".+"\)/],
    ['a detector without anchors', ssd, lacking('anchors'), /no tensor "anchors"/],
    ['a detector with half its anchors', ssd, halved('anchors'), /priors is/],
  ])('may not be %s', async (_, place, file, message) => {
    const good = new Uint8Array(await readFile(sourceOf(place)));
    await expectBad(place, typeof file === 'function' ? file(good) : file, message);
  });

  it.each([
    [tiny, landmarks, /is not a detector: it has the task "landmarker"/],
    [landmarks, arcface, /is not a landmarker: it has the task "recognizer"/],
    [arcface, landmarks, /is not a recognizer: it has the task "landmarker"/],
    [arcface, ssd, /is not a recognizer: it has the task "detector"/],
  ])('may not be mistaken: the place of %s holds %s', async (place, other, message) => {
    await expectBad(place, new Uint8Array(await readFile(sourceOf(other))), message);
  });

  it('are missed by name', async () => {
    await rm(at(fileOf(arcface)));
    await expectRefusal({ code: 'no-models', message: /arcface-mobilefacenet\.safetensors can't/ });
    await link(arcface, at(fileOf(arcface)));
    const nowhere = { models: at('nowhere'), detector: 'tiny' } as const;
    await expect(FacePipeline.create(nowhere)).rejects.toMatchObject({
      code: 'no-models',
      message: expect.stringMatching(/nowhere.*safetensors can't be read: ENOENT$/),
      fix: expect.stringContaining('@facegpu/models'),
    });
  });

  it('are missed when attributes are first wanted', async () => {
    await using pipeline = await FacePipeline.create({ models: at(), detector: 'tiny' });
    const grey = { data: new Uint8Array(3 * 64 * 64).fill(128), width: 64, height: 64 };
    await expect(pipeline.detect(grey, { attributes: true })).rejects.toMatchObject({
      code: 'no-models',
      message: expect.stringMatching(/(expression|age-gender)\.safetensors/),
    });
  });

  it('are read once, and looked for again where they were missing', async () => {
    const loader = new ModelLoader({ base: at(), cache: false });
    await expect(loader.load([expression])).rejects.toMatchObject({ code: 'no-models' });
    await link(expression, at(fileOf(expression)));
    const [model] = await loader.load([expression]);
    expect(model.metadata.task).toBe('expression');
    expect((await loader.load([expression]))[0]).toBe(model);
  });
});

/** Puts a file in the place of another one, and expects it to be refused by name. */
async function expectBad(place: string, file: Bytes, message: RegExp): Promise<void> {
  await rm(at(fileOf(place)));
  await writeFile(at(fileOf(place)), file);
  try {
    await expectRefusal({ place, code: 'bad-model', message });
  } finally {
    await rm(at(fileOf(place)));
    await link(place, at(fileOf(place)));
  }
}

/** Expects that no pipeline comes of the folder, and that its device is let go. */
async function expectRefusal(wanted: {
  place?: string;
  code: string;
  message: RegExp;
}): Promise<void> {
  const { place = '', code, message } = wanted;
  const acquire = vi.spyOn(Device, 'acquire');
  const detector = place === ssd ? 'ssd' : 'tiny';
  const error: unknown = await FacePipeline.create({ models: at(), detector }).catch((e) => e);
  const device = (await acquire.mock.results[0].value) as Device;
  acquire.mockRestore();
  expect(error).toMatchObject({ name: 'FaceGpuError', code });
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).toContain(place && fileOf(place));
  expect(await device.gpu.lost).toMatchObject({ reason: 'destroyed' });
  expect(device.memory.buffers).toBe(0);
}

/** A model file with other tensors. */
function withTensors(file: Bytes, edit: (tensors: Map<string, StoredTensor>) => void): Bytes {
  const { metadata, tensors } = readSafetensors(file, 'a good file');
  const edited = new Map(tensors);
  edit(edited);
  return writeSafetensors({ metadata, tensors: edited });
}

/** Without the first filter. */
function without(file: Bytes): Bytes {
  return withTensors(file, (tensors) => tensors.delete(firstFilter(tensors)));
}

/** With a first filter whose axes are the other way round: the file itself is still sound. */
function turned(file: Bytes): Bytes {
  return withTensors(file, (tensors) => {
    const name = firstFilter(tensors);
    const filter = tensors.get(name) as StoredTensor;
    tensors.set(name, { ...filter, shape: [...filter.shape].reverse() });
  });
}

function lacking(name: string): (file: Bytes) => Bytes {
  return (file) => withTensors(file, (tensors) => tensors.delete(name));
}

function halved(name: string): (file: Bytes) => Bytes {
  return (file) =>
    withTensors(file, (tensors) => {
      const { type, shape, bytes } = tensors.get(name) as StoredTensor;
      const half = bytes.subarray(0, bytes.byteLength / 2);
      tensors.set(name, { type, shape: [shape[0] / 2, ...shape.slice(1)], bytes: half });
    });
}

function firstFilter(tensors: ReadonlyMap<string, StoredTensor>): string {
  const [name] = [...tensors].find(([, { shape }]) => shape.length === 4) ?? [''];
  return name;
}

function fileOf(name: string): string {
  return `${name}.safetensors`;
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(fileOf(name), directory));
}

function link(name: string, file: string): Promise<void> {
  return symlink(sourceOf(name), file);
}
