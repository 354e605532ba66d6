import { writeFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { describe, expect, it } from 'vitest';
import type { ChipImage, Face } from '../api/face.ts';
import type { PipelineInfo } from '../api/options.ts';
import type { FacePipeline } from '../pipeline.ts';
import { expectError } from '../testing/errors.ts';
import { noPack } from './entries.ts';
import { openRecords } from './open-records.ts';
import { hashOf } from './photo-source.ts';
import type { GalleryRecords } from './records.ts';
import { reembed } from './reembed.ts';
import { MemoryStorage } from './storages/memory.ts';
import { recognizer } from './testing/gallery-on-cpu.ts';
import { useGalleryFolder } from './testing/storages.ts';

const at = useGalleryFolder();

const { model } = recognizer;
const chip: ChipImage = { width: 2, height: 2, data: new Uint8ClampedArray(16).fill(255) };
const values = Float32Array.of(7, 8);

/** A gallery with a chip of some model. */
async function withChip(made: string): Promise<GalleryRecords> {
  const records = await openRecords(new MemoryStorage(), undefined);
  const face = { model: made, vector: Float32Array.of(1, 2), chip };
  await records.enroll([{ person: { name: 'Ada' }, faces: [face] }]);
  return records;
}

/** @param first the stamp of the pipeline's first model */
function pipelineOf(first: string, more: Partial<FacePipeline> = {}): FacePipeline {
  const descriptorOf = async () => ({ model: first, values });
  const info = { model: first } as PipelineInfo;
  return { info, descriptorOf, ...more } as unknown as FacePipeline;
}

describe('faces that are made anew of chips', () => {
  it('are not taken for those of another model of the pipeline', async () => {
    const records = await withChip('old@1/chip8');
    const call = () => reembed(records, pipelineOf('other@1/chip8'), recognizer, {});
    await expectError(call, 'bad-argument', /first recognition model of a pipeline alone; tiny is/);
    expect(await records.facesOf(1)).toMatchObject([{ model: 'old@1/chip8' }]);
    const report = await reembed(records, pipelineOf(model), recognizer, {});
    expect(report).toEqual({ done: 1, failed: [] });
    expect(await records.facesOf(1)).toMatchObject([{ model }]);
  });

  it('fail where a chip of another recipe shows no face', async () => {
    const records = await withChip('old@1/chip9');
    const scores: (number | undefined)[] = [];
    const detectIn = (async (_, options = {}) => {
      scores.push(options.minScore);
      return { faces: [], width: 2, height: 2 };
    }) as FacePipeline['detectIn'];
    const pipeline = pipelineOf(model, { detectIn });
    const report = await reembed(records, pipeline, recognizer, {});
    expect(report).toMatchObject({ done: 0, failed: [{ face: 1, error: { code: 'no-face' } }] });
    expect(await records.facesOf(1)).toMatchObject([{ model: 'old@1/chip9' }]);
    await reembed(records, pipeline, recognizer, { minScore: 0.05 });
    expect(scores).toEqual([0.1, 0.05]);
  });
});

describe('faces that are to be dropped', () => {
  it('stay where there was not enough memory for their photo', async () => {
    const records = await openRecords(new MemoryStorage(), undefined);
    const file = at('large.jpg');
    await writeFile(file, Uint8Array.of(4, 5));
    const photo = { file, hash: await hashOf(Uint8Array.of(4, 5)) };
    const face = { model: 'old@1/chip9', vector: Float32Array.of(1, 2) };
    await records.enroll([
      {
        person: { name: 'Ada' },
        photo,
        faces: [{ ...face, box: { x: 1, y: 1, width: 9, height: 9 } }],
      },
      { person: { name: 'Bo' }, faces: [face] },
    ]);
    const detect = async () => {
      throw new FaceGpuError('out-of-memory', 'the photo is too large', 'Make it smaller.');
    };
    const report = await reembed(records, pipelineOf(model, { detect }), recognizer, {
      drop: true,
    });
    expect(report.failed.map(({ face, error }) => [face, error.code])).toEqual([
      [1, 'out-of-memory'],
      [2, 'no-face'],
    ]);
    expect(await records.facesOf(1)).toHaveLength(1);
    expect(await records.facesOf(2)).toEqual([]);
  });
});

describe('faces that have lost their vectors', () => {
  it('get new ones, of the same model too', async () => {
    const records = await withChip(model);
    const [pack] = await records.packHeads();
    await records.storage.write(async ({ faces, packs }) => {
      const [row] = await faces.get([1]);
      await faces.put({ ...row, keys: { ...row.keys, pack: noPack } });
      await packs.delete([pack.id]);
    });
    expect(await reembed(records, pipelineOf(model), recognizer, {})).toMatchObject({ done: 1 });
    const [face] = await records.facesOf(1);
    expect((await records.packs([face.pack])).get(face.pack)?.vectors).toEqual(values);
  });

  it('are looked for in photos as surely as is asked', async () => {
    const records = await withChip('old@1/chip9');
    const box = { x: 1, y: 1, width: 10, height: 10 };
    const scores: (number | undefined)[] = [];
    const detect = (async (_, options = {}) => {
      scores.push(options.minScore);
      return [{ box, descriptors: { tiny: { model, values } } } as unknown as Face];
    }) as FacePipeline['detect'];
    const file = at('photo.jpg');
    await writeFile(file, Uint8Array.of(1, 2, 3));
    const photo = { file, hash: await hashOf(Uint8Array.of(1, 2, 3)) };
    const face = { model: 'old@1/chip9', vector: Float32Array.of(1, 2), box };
    await records.enroll([{ person: { name: 'Bo' }, photo, faces: [face] }]);
    const options = { from: 'photos', minScore: 0.6 } as const;
    const report = await reembed(records, pipelineOf(model, { detect }), recognizer, options);
    expect(report).toMatchObject({ done: 1, failed: [{ face: 1 }] });
    expect(scores).toEqual([0.6]);
  });
});
