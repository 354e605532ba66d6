import { type ChipSpec, chipSide } from './chip-spec.ts';
import type { Dataset, PreparedPhoto } from './prepare-dataset.ts';

/** Chips of some people, in memory. */
export interface ChipSet {
  /** `[count, side, side, 4]`, RGBA; the side is that of a chip with its margin. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The number of each chip's person. */
  readonly people: Int32Array<ArrayBuffer>;
}

/**
 * The chips of some people, in memory.
 *
 * @param people whose; they are numbered in this order
 */
export async function loadChips(
  { photos, readChip }: Dataset,
  spec: ChipSpec,
  people: readonly string[],
): Promise<{ readonly set: ChipSet; readonly photos: readonly PreparedPhoto[] }> {
  const numbers = new Map(people.map((name, i) => [name, i]));
  const wanted = photos.filter(({ person, face }) => face && numbers.has(person));
  const size = 4 * chipSide(spec) ** 2;
  const bytes = new Uint8Array(wanted.length * size);
  for (const [i, photo] of wanted.entries()) bytes.set((await readChip(photo)).data, i * size);
  const owners = Int32Array.from(wanted, ({ person }) => numbers.get(person) ?? 0);
  return { set: { bytes, people: owners }, photos: wanted };
}

/** The numbers of each person's chips, by the number of the person, in the order in which people first come. */
export function chipsByPerson(people: ArrayLike<number>): Map<number, number[]> {
  const owned = new Map<number, number[]>();
  for (let chip = 0; chip < people.length; chip++) {
    const own = owned.get(people[chip]);
    if (own) own.push(chip);
    else owned.set(people[chip], [chip]);
  }
  return owned;
}

/** The bytes of some chips, in their order. */
export function pickChips(
  bytes: Uint8Array<ArrayBuffer>,
  spec: ChipSpec,
  chips: readonly number[],
): Uint8Array<ArrayBuffer> {
  const size = 4 * chipSide(spec) ** 2;
  const picked = new Uint8Array(chips.length * size);
  for (const [i, chip] of chips.entries()) {
    picked.set(bytes.subarray(chip * size, (chip + 1) * size), i * size);
  }
  return picked;
}

/** One set behind another: the numbers of the second one's chips follow those of the first. */
export function joinChips(
  first: Pick<ChipSet, 'bytes'>,
  second: Pick<ChipSet, 'bytes'>,
): Uint8Array<ArrayBuffer> {
  return joinBytes([first.bytes, second.bytes]);
}

/** Images in memory, one behind the other. */
export function joinBytes(
  parts: readonly (Uint8Array | Uint8ClampedArray)[],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}
