import type { ChipSet } from '../dataset/chip-set.ts';
import { fakeChips } from './fake-chips.ts';

/** Fake chips as bytes, RGBA, with the numbers of their people. */
export function fakeChipSet(people: number, photos: number, side: number, from = 0): ChipSet {
  const chips = fakeChips(from + people, photos, side).subarray(from * photos * side * side * 3);
  const bytes = new Uint8Array((chips.length / 3) * 4).fill(255);
  for (const [i, value] of chips.entries()) {
    bytes[Math.floor(i / 3) * 4 + (i % 3)] = Math.round(127.5 + 127.5 * value);
  }
  const owners = Int32Array.from({ length: people * photos }, (_, i) => Math.floor(i / photos));
  return { bytes, people: owners };
}
