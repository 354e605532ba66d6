import type { Box, ChipImage } from '../api/face.ts';

/** Anything that JSON can say. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** Begins the names of settings that are a caller's. */
export const userPrefix = 'user:';

/** Who is enrolled. */
export interface PersonInput {
  readonly name: string;
  /** By which identification may be narrowed down; added to those that the person has. */
  readonly tags?: readonly string[];
  /** Whatever else is to be kept; replaces what was. */
  readonly data?: Json;
}

/** A person of a gallery. */
export interface StoredPerson {
  readonly id: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly data: Json;
}

/** Where a face was found. */
export interface SourcePhoto {
  /** Its name, as whoever enrolled it has it. */
  readonly file: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly hash: string;
  /** Where it is on this machine, to be read again. */
  readonly path?: string | undefined;
}

export interface StoredPhoto extends SourcePhoto {
  readonly id: number;
  /** All its faces were looked for, with these settings. */
  readonly indexed?: string | undefined;
}

/** In place of a pack: the face has no vector, and is to be made anew. */
export const noPack = 0;

/** A face to be kept. */
export interface FaceInput {
  /** The stamp of the model that made the vector. */
  readonly model: string;
  readonly vector: Float32Array;
  /** In pixels of the upright photo. */
  readonly box?: Box | undefined;
  /** How good a picture of the face it is, from 0 to 1, where that is known. */
  readonly quality?: number | undefined;
  /** The aligned picture, to make the vector anew of. */
  readonly chip?: ChipImage | undefined;
}

/** A face of a gallery, but for its vector. */
export interface StoredFace {
  readonly id: number;
  /** Nobody's yet where it is `null`. */
  readonly person: number | null;
  readonly photo: number | null;
  /** The pack that its vector is in; {@link noPack} where it was lost. */
  readonly pack: number;
  readonly model: string;
  readonly box?: Box | undefined;
  readonly quality?: number | undefined;
}

/** Faces of a person in a photo. */
export interface EnrollmentEntry {
  /** Who it is; `null` where nobody knows. */
  readonly person: PersonInput | null;
  readonly photo?: SourcePhoto | undefined;
  readonly faces: readonly FaceInput[];
}

/** What became of an {@link EnrollmentEntry}. */
export interface EnrolledEntry {
  readonly person: StoredPerson | null;
  /** The name under which the gallery has the photo. */
  readonly file: string | undefined;
  readonly faces: readonly number[];
  /** Nothing was added: the person's faces of that very photo were there. */
  readonly known: boolean;
}
