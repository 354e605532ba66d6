import { checksumOf } from './checksum.ts';

/** Vectors of faces in one piece. */
export interface Pack {
  /** The id of each face. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** `[ids.length, dimensions]`. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

/** The number of faces, and of numbers in each vector. */
const headBytes = 8;

/**
 * A pack as bytes, little-endian: the number of faces and of dimensions, the ids, a checksum of each face's id and
 * vector, the vectors. By the checksums, damage takes no more than what it hits.
 */
export function encodePack(pack: Pack): Uint8Array<ArrayBuffer> {
  const { ids, vectors } = pack;
  const count = ids.length;
  const bytes = new Uint8Array(headBytes + 4 * (2 * count + vectors.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, count, true);
  view.setUint32(4, dimensionsOf(pack), true);
  const whole = decodePack(bytes);
  whole.ids.set(ids);
  whole.vectors.set(vectors);
  const sums = sumsIn(bytes, count);
  for (let place = 0; place < count; place++) sums[place] = sumOf(whole, place);
  return bytes;
}

/** @param bytes aligned for words; no copy is made of them */
export function decodePack(bytes: Uint8Array<ArrayBuffer>): Pack {
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const begin = bytes.byteOffset + headBytes;
  const numbers = (bytes.length - headBytes) / 4 - 2 * count;
  return {
    ids: new Uint32Array(bytes.buffer, begin, count),
    vectors: new Float32Array(bytes.buffer, begin + 8 * count, numbers),
  };
}

/**
 * What is whole of a damaged pack.
 *
 * @param bytes as for {@link decodePack}
 * @returns nothing where it can't be told where the faces are
 */
export function salvagePack(bytes: Uint8Array<ArrayBuffer>): Pack | undefined {
  if (bytes.length < headBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [count, dimensions] = [view.getUint32(0, true), view.getUint32(4, true)];
  if (bytes.length !== headBytes + 4 * count * (2 + dimensions)) return undefined;
  const pack = decodePack(bytes);
  const sums = sumsIn(bytes, count);
  const whole = [...pack.ids.keys()].filter((place) => sums[place] === sumOf(pack, place));
  return whole.length > 0 ? pickFromPack(pack, whole) : undefined;
}

/** How many numbers a vector of the pack has; 0 where there is none. */
export function dimensionsOf({ ids, vectors }: Pack): number {
  return ids.length > 0 ? vectors.length / ids.length : 0;
}

/** The vector of one of a pack's faces, by its place: no copy. */
export function vectorAt(pack: Pack, place: number): Float32Array<ArrayBuffer> {
  const dimensions = dimensionsOf(pack);
  return pack.vectors.subarray(place * dimensions, (place + 1) * dimensions);
}

/** One after the other. */
export function joinPacks(packs: readonly Pack[]): Pack {
  const ids = new Uint32Array(packs.reduce((sum, pack) => sum + pack.ids.length, 0));
  const vectors = new Float32Array(packs.reduce((sum, pack) => sum + pack.vectors.length, 0));
  let [face, number] = [0, 0];
  for (const pack of packs) {
    ids.set(pack.ids, face);
    vectors.set(pack.vectors, number);
    face += pack.ids.length;
    number += pack.vectors.length;
  }
  return { ids, vectors };
}

/** Some faces of a pack, by their places. */
export function pickFromPack(pack: Pack, places: readonly number[]): Pack {
  const dimensions = dimensionsOf(pack);
  const vectors = new Float32Array(places.length * dimensions);
  for (const [i, place] of places.entries()) vectors.set(vectorAt(pack, place), i * dimensions);
  return { ids: Uint32Array.from(places, (place) => pack.ids[place]), vectors };
}

/** The checksums in a pack's bytes. */
function sumsIn(bytes: Uint8Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(bytes.buffer, bytes.byteOffset + headBytes + 4 * count, count);
}

/** The checksum of a face's id and vector. */
function sumOf(pack: Pack, place: number): number {
  const { buffer, byteOffset, byteLength } = vectorAt(pack, place);
  const vector = checksumOf(new Uint8Array(buffer, byteOffset, byteLength));
  return (vector ^ Math.imul(pack.ids[place], 0x9e3779b1)) >>> 0;
}
