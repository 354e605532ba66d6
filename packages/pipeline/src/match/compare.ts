import { FaceGpuError } from '@facegpu/kernels';
import type { Descriptor, Face } from '../api/face.ts';

/** How alike two faces are. */
export interface Comparison {
  /** Of the descriptors, by the metric of the recognition model; 0 for the same picture. */
  readonly distance: number;
  /** Below this distance, two faces are taken for one person's. */
  readonly threshold: number;
  /** The share of two people's pairs that are below it, as measured. */
  readonly falseMatchRate: number;
  readonly same: boolean;
}

/** A descriptor, or the face that it was made of. */
export type FaceOrDescriptor =
  | (Pick<Face, 'descriptor'> & Partial<Pick<Face, 'descriptors'>>)
  | Descriptor;

/**
 * The descriptor of a face: that with the stamp `model`, where one of several has it.
 *
 * @throws FaceGpuError `no-face`: `faces[0]` of a photo without faces is undefined; `bad-argument`
 * for a descriptor with numbers that are not finite, or that lost its array on a way through JSON
 */
export function descriptorOf(face: FaceOrDescriptor, model?: string): Descriptor {
  if (typeof face !== 'object' || face === null) {
    throw new FaceGpuError(
      'no-face',
      `a face or a descriptor is ${String(face)}`,
      'Check that a face was found in the photo.',
    );
  }
  const descriptor =
    'descriptor' in face
      ? (Object.values(face.descriptors ?? {}).find((own) => own.model === model) ??
        face.descriptor)
      : face;
  const { values } = descriptor ?? {};
  if (!(values?.length > 0) || !allFinite(values)) {
    throw new FaceGpuError(
      'bad-argument',
      'a descriptor is empty, or holds numbers that are not finite',
      'It was damaged on its way, through JSON perhaps: give its values as Float32Array.from(…).',
    );
  }
  return descriptor;
}

function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

/**
 * Refuses descriptors that were made in different ways.
 *
 * @throws FaceGpuError `model-mismatch`
 */
export function requireSameModel(a: string, b: string): void {
  if (a === b) return;
  throw new FaceGpuError(
    'model-mismatch',
    `a descriptor was made by ${a}, the other one by ${b}`,
    'Make both with the same model and options: their distance means nothing.',
  );
}
