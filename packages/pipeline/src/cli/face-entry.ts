import type { ChipJson } from '../api/chip.ts';
import type { ChipImage, Face } from '../api/face.ts';
import type { Detection } from '../api/options.ts';
import type { DescriptorInput } from '../match/compare.ts';
import type { Column } from './growing-table.ts';

/**
 * A face as the command line prints it: as JSON writes a face of `detect`, but for `descriptors`, which would say
 * once more what `descriptor` does.
 */
export type FaceEntry = Omit<Face, 'descriptor' | 'descriptors' | 'chip'> & {
  readonly descriptor: DescriptorInput;
  /** With `--chips`. */
  readonly chip?: ChipImage | ChipJson;
};

/** The faces of a photo, and its size. */
export interface PhotoEntry {
  readonly width: number;
  readonly height: number;
  readonly faces: readonly FaceEntry[];
}

/** @param chips whether chips are printed where there are some */
export function toPhotoEntry({ width, height, faces }: Detection, chips: boolean): PhotoEntry {
  const toEntry = ({ descriptors: _, chip, ...face }: Face): FaceEntry => {
    return chips && chip ? { ...face, chip } : face;
  };
  return { width, height, faces: faces.map(toEntry) };
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
}: Pick<Face, 'age' | 'gender' | 'expressions'>): string[] {
  const ranked = Object.entries(expressions ?? {}).sort(([, a], [, b]) => b - a);
  return [age?.toFixed(0) ?? '', gender ?? '', ranked[0]?.[0] ?? ''];
}
