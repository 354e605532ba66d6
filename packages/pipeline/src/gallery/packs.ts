/** Vectors of faces in one piece. */
export interface Pack {
  /** The id of each face. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** `[ids.length, dimensions]`. */
  readonly vectors: Float32Array<ArrayBuffer>;
}

/** A pack as bytes, little-endian: the number of faces, their ids, their vectors. */
export function encodePack({ ids, vectors }: Pack): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * (1 + ids.length + vectors.length));
  new DataView(bytes.buffer).setUint32(0, ids.length, true);
  bytes.set(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength), 4);
  bytes.set(
    new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
    4 * (1 + ids.length),
  );
  return bytes;
}

/** @param bytes aligned for words; no copy is made of them */
export function decodePack(bytes: Uint8Array<ArrayBuffer>): Pack {
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const begin = bytes.byteOffset + 4;
  const numbers = (bytes.length - 4) / 4 - count;
  return {
    ids: new Uint32Array(bytes.buffer, begin, count),
    vectors: new Float32Array(bytes.buffer, begin + 4 * count, numbers),
  };
}

/** The vector of one of a pack's faces, by its place: no copy. */
export function vectorAt({ ids, vectors }: Pack, place: number): Float32Array<ArrayBuffer> {
  const dimensions = vectors.length / ids.length;
  return vectors.subarray(place * dimensions, (place + 1) * dimensions);
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
  const dimensions = pack.ids.length > 0 ? pack.vectors.length / pack.ids.length : 0;
  const vectors = new Float32Array(places.length * dimensions);
  for (const [i, place] of places.entries()) vectors.set(vectorAt(pack, place), i * dimensions);
  return { ids: Uint32Array.from(places, (place) => pack.ids[place]), vectors };
}
