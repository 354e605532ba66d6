import type { Box, Descriptor, Face, Point } from '../api/face.ts';
import type { Detection } from '../api/options.ts';
import type { Column } from './growing-table.ts';

/** A face as the command line prints it. */
export interface FaceEntry {
  readonly box: Box;
  readonly score: number;
  readonly landmarks: readonly Point[];
  /** The stamp of the descriptor. */
  readonly model: string;
  readonly descriptor: readonly number[];
  /** What follows is there with `--attributes`. */
  readonly expressions?: Readonly<Record<string, number>> | undefined;
  readonly age?: number | undefined;
  readonly gender?: string | undefined;
}

/** The faces of a photo, and its size. */
export interface PhotoEntry {
  readonly width: number;
  readonly height: number;
  readonly faces: readonly FaceEntry[];
}

export function toPhotoEntry({ width, height, faces }: Detection): PhotoEntry {
  return { width, height, faces: faces.map(toFaceEntry) };
}

function toFaceEntry({
  box,
  score,
  landmarks,
  descriptor,
  expressions,
  age,
  gender,
}: Face): FaceEntry {
  const { model, values } = descriptor;
  // Left out by JSON where they weren't asked for.
  return { box, score, landmarks, model, descriptor: [...values], expressions, age, gender };
}

/** The descriptor of a face, as galleries take it. */
export function descriptorOf({ model, descriptor }: FaceEntry): Descriptor {
  return { model, values: Float32Array.from(descriptor) };
}

/** The columns of {@link attributeCells}. */
export const attributeColumns: readonly Column[] = [
  { head: 'age', width: 3 },
  { head: 'gender', width: 6 },
  { head: 'expression', width: 9 },
];

/** Age, gender and the likeliest expression, in words. */
export function attributeCells({
  age,
  gender,
  expressions,
}: Pick<FaceEntry, 'age' | 'gender' | 'expressions'>): string[] {
  const ranked = Object.entries(expressions ?? {}).sort(([, a], [, b]) => b - a);
  return [age?.toFixed(0) ?? '', gender ?? '', ranked[0]?.[0] ?? ''];
}
