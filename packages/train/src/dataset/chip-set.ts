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

/** One set behind another: the numbers of the second one's chips follow those of the first. */
export function joinChips(first: ChipSet, second: ChipSet): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.bytes.length + second.bytes.length);
  bytes.set(first.bytes);
  bytes.set(second.bytes, first.bytes.length);
  return bytes;
}
