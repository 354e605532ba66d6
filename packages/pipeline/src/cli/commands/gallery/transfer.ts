import { FaceGpuError } from '@facegpu/kernels';
import { readText } from '../../../evaluate/read-file.ts';
import { exportGallery } from '../../../gallery/formats/gallery-json.ts';
import {
  type GalleryImport,
  type ImportModel,
  importInto,
} from '../../../gallery/formats/import.ts';
import { readCsvVectors, readNpyVectors } from '../../../gallery/formats/read-vectors.ts';
import type { ReembedOptions } from '../../../gallery/reembed.ts';
import { Gallery } from '../../../match/gallery.ts';
import { replaceFile } from '../../files.ts';
import { createPipeline, type FindFacesOptions } from '../../find-faces.ts';
import { type GalleryFileOptions, openingOf, withRecords } from '../../gallery-options.ts';
import { Progress } from '../../progress.ts';
import { note, print, printJson } from '../../report.ts';

export interface ExportOptions extends GalleryFileOptions {
  readonly out?: string;
  readonly chips?: boolean;
}

/** `facegpu gallery export`: everything as JSON, to stdout or into a file. */
export async function exportTo(where: string, options: ExportOptions): Promise<void> {
  const { out, chips = false } = options;
  const json = await withRecords(where, options, (records) => exportGallery(records, { chips }));
  const text = `${JSON.stringify(json)}\n`;
  if (out === undefined) {
    await print(text);
    return;
  }
  await replaceFile(out, text);
  if (options.json) printJson({ file: out, people: json.people.length });
  else note(`${json.people.length} people are in ${out}`);
}

export interface ImportOptions extends FindFacesOptions, GalleryFileOptions {
  /** For vectors without names: a file with a line for each. */
  readonly names?: string;
  /** The stamp of what made the vectors. */
  readonly model?: string;
}

/** `facegpu gallery import`: what another gallery, face-api or a program has made. */
export async function importFrom(
  where: string,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const what = await readImport(file, options);
  const recognizer = await recognizerFor(what, options);
  const added = await withRecords(
    where,
    options,
    (records) => importInto(records, what, recognizer),
    true,
  );
  if (options.json) printJson({ file, faces: added });
  else note(`${added} faces of ${file} were added`);
}

export interface ReembedCommandOptions extends FindFacesOptions, GalleryFileOptions {
  readonly from?: NonNullable<ReembedOptions['from']>;
  readonly drop?: boolean;
}

/** `facegpu gallery reembed`: the vectors of all faces anew, for another model. */
export async function reembedAll(where: string, options: ReembedCommandOptions): Promise<void> {
  const { from, drop, minScore } = options;
  const opening = await openingOf(options);
  await using pipeline = await createPipeline(options);
  await using gallery = await Gallery.open(where, { pipeline, ...opening });
  let progress: Progress | undefined;
  const report = await gallery
    .reembed({
      ...(from !== undefined && { from }),
      ...(drop && { drop }),
      minScore,
      onProgress({ total = 0 }) {
        progress ??= new Progress(total, 'making faces anew');
        progress.advance();
      },
    })
    .finally(() => progress?.stop());
  const failed = report.failed.map(({ face, file, error }) => ({
    face,
    file: file ?? null,
    error,
  }));
  for (const { face, error } of failed) note(`face ${face}: ${error.message}. ${error.fix}`);
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) printJson({ done: report.done, failed });
  else note(`${report.done} faces were made anew by ${pipeline.info.model}`);
}

/** @throws FaceGpuError `file-unreadable`, `bad-argument` */
async function readImport(file: string, { names, model }: ImportOptions): Promise<GalleryImport> {
  const ending = file.slice(file.lastIndexOf('.')).toLowerCase();
  const more = model !== undefined && { model };
  if (ending === '.csv') return { ...(await readCsvVectors(file)), ...more };
  if (ending === '.npy') return { ...(await readNpyVectors(file, names)), ...more };
  const text = await readText(file);
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json as GalleryImport;
  } catch {
    // Told below.
  }
  throw new FaceGpuError(
    'bad-argument',
    `${file} is no JSON of a gallery`,
    'Give JSON of facegpu gallery export or of face-api, a .csv with rows name,0.1,…, or a .npy with --names.',
  );
}

/** What made the vectors: it is asked for where they don't say. */
async function recognizerFor(what: GalleryImport, options: ImportOptions): Promise<ImportModel> {
  if ('format' in what) {
    if (options.model === undefined) return {};
    throw new FaceGpuError(
      'bad-argument',
      'the faces of an exported gallery say themselves what made them',
      'Leave --model out.',
    );
  }
  if (options.model !== undefined) return { model: options.model };
  await using pipeline = await createPipeline(options);
  return pipeline.info;
}
