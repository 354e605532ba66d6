import type { ChipImage, Descriptor } from '@facegpu/pipeline';
import type { PersonFace, PersonInput, StoredPerson } from '@facegpu/pipeline/gallery';

/** A person of the gallery, and the faces that the person is known by. */
export interface Person extends StoredPerson {
  readonly samples: readonly PersonFace[];
}

/** A face as it is enrolled, with its aligned picture. */
export interface PicturedFace extends Descriptor {
  readonly chip?: ChipImage | undefined;
}

/** Faces to be enrolled under one name. */
export interface Enrolment extends PersonInput {
  readonly faces: readonly PicturedFace[];
}

/** Whether two descriptors are of the very same face in the same photo. */
export function isSameFace(a: Descriptor, b: Descriptor): boolean {
  return (
    a.model === b.model &&
    a.values.length === b.values.length &&
    a.values.every((value, i) => value === b.values[i])
  );
}
