import { FaceGpuError } from '@facegpu/kernels';
import type { PipelineOptions } from '../api/options.ts';
import { FacePipeline } from '../pipeline.ts';
import { looksVersion } from '../program/further-looks.ts';
import { PictureWriter } from './annotate.ts';
import { readCalibration } from './calibration-file.ts';
import { type FaceEntry, type PhotoEntry, toPhotoEntry } from './face-entry.ts';
import { type Outcome, outcomesOf, reportFile } from './files.ts';
import { type FormatOptions, formatOf } from './format.ts';
import { LineCache } from './line-cache.ts';
import {
  type DecodeOptions,
  decodingOf,
  type ModelOptions,
  modelsOf,
  type RecognitionOptions,
  recognitionOf,
  type WantedFacesOptions,
  wantedFacesOf,
} from './options.ts';
import { readPhoto } from './photo-list.ts';
import { note } from './report.ts';
import { ResumeFile } from './resume-file.ts';

/** What the commands that find faces in photos have in common. */
export interface FindFacesOptions
  extends ModelOptions,
    RecognitionOptions,
    DecodeOptions,
    FormatOptions,
    WantedFacesOptions {
  readonly attributes?: boolean;
  /** Whether chips are printed. */
  readonly chips?: boolean;
  /** A folder for pictures of what was found. */
  readonly out?: string;
  readonly compat?: 'face-api';
  /** A file that `facegpu calibrate` wrote. */
  readonly calibration?: string;
  /** A file with the results of an earlier run. */
  readonly resume?: string;
}

/** What was found in a photo. */
export interface FoundPhoto<Extra> {
  readonly photo: PhotoEntry;
  /** What was found out about each face besides. */
  readonly extras: readonly Extra[];
  /** Names content and settings. */
  readonly key: string;
  /** It stands in the file that is printed to. */
  readonly isPrinted: boolean;
}

/** Says more about the faces of a photo. */
export interface Describe<Extra> {
  describe(faces: readonly FaceEntry[]): Promise<readonly Extra[]>;
  /** A line for the picture. */
  label(extra: Extra): string;
}

/** The pipeline that the options ask for. */
export async function createPipeline(options: FindFacesOptions): Promise<FacePipeline> {
  const { compat, calibration } = options;
  const wanted: PipelineOptions = {
    ...modelsOf(options),
    ...decodingOf(options),
    ...recognitionOf(options),
    ...(compat && { compat }),
    ...(await readCalibration(calibration)),
  };
  return FacePipeline.create(wanted);
}

/**
 * Finds the faces of photos, and yields what became of each in their order; those that can't be used are reported,
 * too. Pictures are drawn of what is new, and results kept, where that is asked for.
 *
 * @param more what else is to be found out about faces, of those of an earlier run, too
 * @throws FaceGpuError `bad-argument`, `file-unwritable`, and what isn't about one photo
 */
export async function* findFaces<Extra = undefined>(
  pipeline: FacePipeline,
  photos: readonly string[],
  what: string,
  options: FindFacesOptions,
  more?: Describe<Extra>,
): AsyncGenerator<Outcome<FoundPhoto<Extra>>, void, undefined> {
  const { out, attributes = false, chips = false, compat, lenient } = options;
  const writer = out === undefined ? undefined : await PictureWriter.create(out, photos);
  await using resume = await openResume(options);
  const { recognizers, detector, landmarker } = pipeline.info;
  const models = recognizers.map(({ model }) => model);
  const faces = wantedFacesOf(options);
  const networks = { models, detector, landmarker, looks: looksVersion };
  const settings = { ...networks, ...faces, attributes, chips, compat, lenient };

  const work = async (file: string, index: number): Promise<FoundPhoto<Extra>> => {
    const bytes = await readPhoto(file);
    const key = LineCache.key(bytes, { ...settings, picture: writer?.pathOf(index) });
    const isKept = resume !== undefined && (!writer || (await writer.has(index)));
    const known = isKept ? parse(await resume.get(key)) : undefined;
    if (known) {
      const extras = (await more?.describe(known.faces)) ?? [];
      return { photo: known, extras, key, isPrinted: resume?.isStdout ?? false };
    }
    const pictures = writer !== undefined;
    const wanted = { ...faces, attributes, chips: chips || pictures, pixels: pictures };
    const found = await pipeline.detectIn(bytes, wanted);
    const photo = toPhotoEntry(found, chips);
    const extras = (await more?.describe(photo.faces)) ?? [];
    const labels = more && extras.map((extra) => more.label(extra));
    const isDrawn = await draw(file, () => writer?.write(index, found, labels));
    if (isDrawn) await resume?.add(key, JSON.stringify({ key, file, ...photo }));
    return { photo, extras, key, isPrinted: false };
  };
  for await (const outcome of outcomesOf(photos, what, work)) {
    if ('error' in outcome) reportFile(outcome.file, outcome.error);
    yield outcome;
  }
  if (writer) note(`${writer.count} pictures are in ${out}`);
}

/** Does what draws pictures. What was found is none the worse where it fails: that is reported. */
async function draw(file: string, work: () => Promise<void> | undefined): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof FaceGpuError)) throw error;
    reportFile(file, error);
    return false;
  }
}

async function openResume(options: FindFacesOptions): Promise<ResumeFile | undefined> {
  const { resume: file } = options;
  if (file === undefined) return undefined;
  const resume = await ResumeFile.open(file);
  if (resume.isStdout && formatOf(options) !== 'jsonl') {
    throw new FaceGpuError(
      'bad-argument',
      `the results go into ${file}, where the earlier ones are, and are no lines of JSON`,
      'Add --jsonl, or print them elsewhere.',
    );
  }
  return resume;
}

/** What a line of an earlier run says; nothing where it is damaged. */
function parse(line: string | undefined): PhotoEntry | undefined {
  if (line === undefined) return undefined;
  try {
    const { width, height, faces } = JSON.parse(line) as PhotoEntry;
    const isWhole =
      Array.isArray(faces) && faces.every((face) => Array.isArray(face.descriptor?.values));
    return isWhole ? { width, height, faces } : undefined;
  } catch {
    return undefined;
  }
}
