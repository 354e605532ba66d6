import path from 'node:path';
import type { FaceGpuError } from '@facegpu/kernels';
import { readPhotoFile } from '../../evaluate/read-file.ts';
import { hashOf } from '../../gallery/photo-source.ts';
import type { GalleryRecords } from '../../gallery/records.ts';
import type { FacePipeline } from '../../pipeline.ts';
import { outcomesOf, reportFile } from '../files.ts';
import { createPipeline, type FindFacesOptions } from '../find-faces.ts';
import { formatOf } from '../format.ts';
import { type GalleryFileOptions, withRecords } from '../gallery-options.ts';
import { wantedFacesOf } from '../options.ts';
import { listPhotos } from '../photo-list.ts';
import { countAndNames, note, print, printJson } from '../report.ts';

export interface IndexOptions extends FindFacesOptions, GalleryFileOptions {
  readonly gallery: string;
}

/** What became of a photo. */
interface Indexed {
  /** How many faces were added. */
  readonly faces: number;
  /** It was looked through before, and hasn't changed since. */
  readonly known: boolean;
}

/**
 * `facegpu index`: keeps all faces of a library of photos, those of nobody that is known, too. Each photo is kept as a
 * whole, so that a run that was stopped goes on.
 */
export async function index(named: readonly string[], options: IndexOptions): Promise<void> {
  const photos = await listPhotos(named, { recursive: true });
  await using pipeline = await createPipeline(options);
  const run = (records: GalleryRecords) => indexAll(records, pipeline, photos, options);
  await withRecords(options.gallery, options, run, true);
}

async function indexAll(
  records: GalleryRecords,
  pipeline: FacePipeline,
  photos: readonly string[],
  options: IndexOptions,
): Promise<void> {
  const begin = performance.now();
  const format = formatOf(options);
  const failed: { file: string; error: FaceGpuError }[] = [];
  let [indexed, known, faces] = [0, 0, 0];
  const look = lookFor(records, pipeline, options);
  for await (const outcome of outcomesOf(photos, 'indexing', look, 'photos')) {
    const { file } = outcome;
    if ('error' in outcome) {
      reportFile(file, outcome.error);
      failed.push({ file, error: outcome.error });
    } else {
      if (outcome.result.known) known++;
      else indexed++;
      faces += outcome.result.faces;
    }
    const result = 'error' in outcome ? { error: outcome.error } : outcome.result;
    if (format === 'jsonl') await print(`${JSON.stringify({ file, ...result })}\n`);
  }
  const seconds = (performance.now() - begin) / 1000;
  const perSecond = photos.length / seconds;
  if (format === 'json') {
    printJson({ photos: photos.length, indexed, known, faces, failed, seconds, perSecond });
  }
  note(
    `${indexed} photos were looked through, ${known} were known: ${faces} faces, ${perSecond.toPrecision(2)} photos a second`,
  );
  if (failed.length > 0) {
    note(`could not be used: ${countAndNames(failed.map(({ file }) => file))}`);
  }
}

/** Looks through a photo, unless that was done in the same way. */
function lookFor(
  records: GalleryRecords,
  pipeline: FacePipeline,
  options: IndexOptions,
): (file: string) => Promise<Indexed> {
  const { model, detector, landmarker } = pipeline.info;
  const { chips = false } = options;
  const wanted = { ...wantedFacesOf(options), chips };
  const settings = JSON.stringify({ model, detector, landmarker, ...wanted });
  return async (file) => {
    const bytes = new Uint8Array(await readPhotoFile(file));
    const hash = await hashOf(bytes);
    const before = await records.photosWith(hash);
    const photo = { file, hash, path: path.resolve(file) };
    if (before.some(({ indexed }) => indexed === settings)) {
      await records.moved(photo);
      return { faces: 0, known: true };
    }
    const found = await pipeline.detect(bytes, { ...wanted, quality: true });
    const inputs = found.map(({ descriptor, box, chip, quality }) => {
      const { model, values: vector } = descriptor;
      return { model, vector, box, quality: quality?.score, ...(chips && chip && { chip }) };
    });
    return { faces: await records.index(photo, inputs, settings), known: false };
  };
}
