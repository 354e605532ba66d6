import { FaceGpuError } from '@facegpu/kernels';
import { kindOf } from '../../api/kinds.ts';
import type { EnrollmentEntry } from '../entries.ts';
import { requireLength } from '../pack-writer.ts';
import type { GalleryRecords } from '../records.ts';
import { entriesOfGallery, type GalleryJson, settingsOfGallery } from './gallery-json.ts';

/** face-api's `LabeledFaceDescriptors`, as its `toJSON` writes them. */
export interface LabeledFaceDescriptorsJson {
  readonly label: string;
  readonly descriptors: readonly (readonly number[])[];
}

/** Vectors of faces, and the name of each one's person. */
export interface NamedVectors {
  readonly names: readonly string[];
  /** A list for each face, or all one after the other. */
  readonly vectors: readonly ArrayLike<number>[] | Float32Array;
  /** The stamp of the model that made them; that of the pipeline where left out. */
  readonly model?: string;
}

/** What a gallery can take over. */
export type GalleryImport =
  | GalleryJson
  | LabeledFaceDescriptorsJson
  | readonly LabeledFaceDescriptorsJson[]
  | NamedVectors;

/** What made vectors that don't say so themselves, as far as it is known. */
export interface ImportModel {
  /** Its stamp. */
  readonly model?: string;
  /** How many numbers its vectors have. */
  readonly dimensions?: number;
}

/**
 * Adds all of it, or nothing.
 *
 * @returns how many faces were added
 * @throws FaceGpuError `bad-argument`, `model-mismatch`; `shape-mismatch` where vectors of one model aren't of one
 * length
 */
export async function importInto(
  records: GalleryRecords,
  what: GalleryImport,
  { model: usual, dimensions }: ImportModel,
): Promise<number> {
  const entries = entriesOf(what, usual);
  const lengths = new Map<string, number>();
  if (usual !== undefined && dimensions !== undefined) lengths.set(usual, dimensions);
  for (const { faces } of entries) {
    for (const { model, vector } of faces) {
      if (!lengths.has(model)) lengths.set(model, vector.length);
      requireLength(vector, lengths.get(model) as number, model);
      requireFinite(vector);
    }
  }
  const done = await records.enroll(entries, settingsOfGallery(what));
  return done.reduce((sum, { faces, known }) => sum + (known ? 0 : faces.length), 0);
}

/** @throws FaceGpuError `bad-argument` */
function entriesOf(what: GalleryImport, usual: string | undefined): EnrollmentEntry[] {
  if (typeof what === 'object' && what !== null) {
    if ('format' in what && what.format === 'facegpu-gallery') return entriesOfGallery(what);
    if ('names' in what) return entriesOfVectors(what, usual);
    const labeled = (Array.isArray(what) ? what : [what]) as LabeledFaceDescriptorsJson[];
    if (labeled.length > 0 && labeled.every((one) => Array.isArray(one?.descriptors))) {
      const model = requireModel(usual);
      return labeled.map(({ label, descriptors }) => ({
        person: { name: label },
        faces: descriptors.map((values) => ({ model, vector: vectorOf(values) })),
      }));
    }
  }
  throw new FaceGpuError(
    'bad-argument',
    'what is imported is neither a gallery nor descriptors with names',
    'Give what gallery.export wrote, face-api’s LabeledFaceDescriptors as JSON, or { names, vectors }.',
  );
}

function entriesOfVectors(
  { names, vectors, model: own }: NamedVectors,
  usual: string | undefined,
): EnrollmentEntry[] {
  if (!Array.isArray(names) || !(Array.isArray(vectors) || vectors instanceof Float32Array)) {
    throw new FaceGpuError(
      'bad-argument',
      `names are ${kindOf(names)}, and vectors ${kindOf(vectors)}`,
      'Give a list of each.',
    );
  }
  const model = requireModel(own ?? usual);
  const numbers = vectors instanceof Float32Array ? vectors.length / names.length : 0;
  const count = vectors instanceof Float32Array ? names.length : vectors.length;
  if (count !== names.length || !Number.isInteger(numbers)) {
    throw new FaceGpuError(
      'shape-mismatch',
      `${names.length} names for ${count} vectors`,
      'Give a name for each vector.',
    );
  }
  return names.map((name, i) => {
    const values =
      vectors instanceof Float32Array
        ? vectors.subarray(i * numbers, (i + 1) * numbers)
        : vectors[i];
    return {
      person: { name },
      faces: [{ model, vector: vectorOf(values) }],
    };
  });
}

/** @throws FaceGpuError `bad-argument` */
function requireModel(model: string | undefined): string {
  if (typeof model === 'string' && model !== '') return model;
  throw new FaceGpuError(
    'bad-argument',
    'it is not said which model made the vectors',
    'Give its stamp: { names, vectors, model }, --model.',
  );
}

/** @throws FaceGpuError `bad-argument` */
function vectorOf(values: unknown): Float32Array<ArrayBuffer> {
  if (Array.isArray(values) || values instanceof Float32Array || values instanceof Float64Array) {
    return Float32Array.from(values as ArrayLike<number>);
  }
  throw new FaceGpuError(
    'bad-argument',
    `a vector is ${kindOf(values)}`,
    'Give a list of numbers.',
  );
}

/** @throws FaceGpuError `bad-argument` */
function requireFinite(vector: Float32Array): void {
  if (vector.every(Number.isFinite)) return;
  throw new FaceGpuError(
    'bad-argument',
    'a vector holds what is no finite number',
    'Leave it out, or make it again.',
  );
}
