import type { Box } from '../api/face.ts';
import { overlap } from '../detect/overlap.ts';

/**
 * Names a face of a library: by the photo's content, so that it is known again where the photo was moved, and by where
 * it is in there, to a pixel.
 *
 * @param hash SHA-256 of the file, in hexadecimal
 */
export function faceKey(hash: string, { x, y, width, height }: Box): string {
  return `${hash.slice(0, 20)}@${[x, y, width, height].map(Math.round).join(',')}`;
}

/** What names the photo in a face's key. */
export function photoOf(key: string): string {
  return key.split('@', 1)[0];
}

/** How much of two boxes must be shared by both, so that they are of one face: another detector finds it a bit elsewhere. */
const leastOverlap = 0.4;

/**
 * The faces that were found, by their keys in an earlier run: that of the same photo whose box overlaps most.
 *
 * @param known keys of an earlier run
 * @param found keys of this one
 * @returns keys of this one by those of the earlier one; those that are not there any more have none
 */
export function keysAgain(known: Iterable<string>, found: readonly string[]): Map<string, string> {
  const present = new Set(found);
  const ofPhoto = new Map<string, string[]>();
  for (const key of found) {
    const photo = photoOf(key);
    ofPhoto.set(photo, [...(ofPhoto.get(photo) ?? []), key]);
  }
  const again = new Map<string, string>();
  const rest: string[] = [];
  for (const key of known) {
    if (present.has(key)) again.set(key, key);
    else rest.push(key);
  }
  const taken = new Set(again.values());
  for (const key of rest) {
    const [best] = (ofPhoto.get(photoOf(key)) ?? [])
      .filter((candidate) => !taken.has(candidate))
      .map((candidate) => ({ candidate, shared: overlap(boxOf(key), boxOf(candidate)) }))
      .filter(({ shared }) => shared >= leastOverlap)
      .sort((a, b) => b.shared - a.shared);
    if (!best) continue;
    again.set(key, best.candidate);
    taken.add(best.candidate);
  }
  return again;
}

function boxOf(key: string): Box {
  const [x, y, width, height] = key
    .slice(key.indexOf('@') + 1)
    .split(',')
    .map(Number);
  return { x, y, width, height };
}
