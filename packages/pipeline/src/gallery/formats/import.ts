import { FaceGpuError } from '@facegpu/kernels';
import type { RecognizerInfo } from '../../api/options.ts';
import type { EnrollmentEntry } from '../entries.ts';
import type { GalleryRecords } from '../records.ts';
import { entriesOfGallery, type GalleryJson } from './gallery-json.ts';

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

/** Adds all of it, or nothing. @returns how many faces were added */
export async function importInto(
  records: GalleryRecords,
  what: GalleryImport,
  recognizer: Pick<RecognizerInfo, 'model' | 'dimensions'>,
): Promise<number> {
  const entries = entriesOf(what, recognizer);
  for (const { faces } of entries) {
    for (const { model, vector } of faces) {
      const wanted = model === recognizer.model ? recognizer.dimensions : vector.length;
      requireVector(vector, wanted);
    }
  }
  const done = await records.enroll(entries);
  return done.reduce((sum, { faces, known }) => sum + (known ? 0 : faces.length), 0);
}

/** @throws FaceGpuError `bad-argument` */
function entriesOf(what: GalleryImport, { model: usual }: { model: string }): EnrollmentEntry[] {
  if (typeof what === 'object' && what !== null) {
    if ('format' in what && what.format === 'facegpu-gallery') return entriesOfGallery(what);
    if ('names' in what) return entriesOfVectors(what, usual);
    const labeled = (Array.isArray(what) ? what : [what]) as LabeledFaceDescriptorsJson[];
    if (labeled.length > 0 && labeled.every((one) => Array.isArray(one?.descriptors))) {
      return labeled.map(({ label, descriptors }) => ({
        person: { name: label },
        faces: descriptors.map((values) => ({ model: usual, vector: Float32Array.from(values) })),
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
  { names, vectors, model }: NamedVectors,
  usual: string,
): EnrollmentEntry[] {
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
      faces: [{ model: model ?? usual, vector: Float32Array.from(values) }],
    };
  });
}

/** @throws FaceGpuError `shape-mismatch`, `bad-argument` */
function requireVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions || dimensions === 0) {
    throw new FaceGpuError(
      'shape-mismatch',
      `a vector has ${vector.length} numbers, those of the model have ${dimensions}`,
      'Import vectors of this model, or open the gallery with the one that made them.',
    );
  }
  if (vector.every(Number.isFinite)) return;
  throw new FaceGpuError(
    'bad-argument',
    'a vector holds what is no finite number',
    'Leave it out, or make it again.',
  );
}
