import type { Box, Descriptor } from '../api/face.ts';
import type { StoredFace } from './entries.ts';
import { vectorAt } from './packs.ts';
import type { GalleryRecords } from './records.ts';

/** A face of a person, with its vector. */
export interface PersonFace extends Descriptor {
  readonly id: number;
  /** The person's id. */
  readonly person: number;
  /** In pixels of the upright photo, where that is known. */
  readonly box?: Box | undefined;
  readonly quality?: number | undefined;
}

/** The faces of a person, or of all people: see `StoredPeople.faces`. */
export async function facesOfPeople(
  records: GalleryRecords,
  who: number | undefined,
): Promise<PersonFace[]> {
  const found = who === undefined ? await namedFaces(records) : await records.facesOf(who);
  const vectors = await vectorsOf(records, found);
  return found.flatMap(({ id, person, model, box, quality }) => {
    const values = vectors.get(id);
    return values ? { id, person: Number(person), model, values, box, quality } : [];
  });
}

/** The vectors of faces, by face; those that were lost are left out. */
export async function vectorsOf(
  records: GalleryRecords,
  faces: readonly StoredFace[],
): Promise<Map<number, Float32Array<ArrayBuffer>>> {
  const wanted = new Set(faces.map(({ id }) => id));
  const packs = await records.packs([...new Set(faces.map(({ pack }) => pack))]);
  const vectors = new Map<number, Float32Array<ArrayBuffer>>();
  for (const pack of packs.values()) {
    for (const [place, id] of pack.ids.entries()) {
      if (wanted.has(id)) vectors.set(id, vectorAt(pack, place));
    }
  }
  return vectors;
}

async function namedFaces(records: GalleryRecords): Promise<StoredFace[]> {
  const named: StoredFace[] = [];
  for await (const face of records.allFaces()) if (face.person !== null) named.push(face);
  return named;
}
