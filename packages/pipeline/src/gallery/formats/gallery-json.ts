import { FaceGpuError } from '@facegpu/kernels';
import type { ChipJson } from '../../api/chip.ts';
import { Chip } from '../../api/chip.ts';
import type { Box } from '../../api/face.ts';
import { chipFromJson } from '../../faces/chip-from-json.ts';
import type { EnrollmentEntry, FaceInput, Json, SourcePhoto, StoredFace } from '../entries.ts';
import type { GalleryRecords } from '../records.ts';

/** A gallery as JSON. */
export interface GalleryJson {
  readonly format: 'facegpu-gallery';
  readonly version: 1;
  readonly people: readonly PersonJson[];
  /** Faces that nobody has named. */
  readonly unnamed: readonly FaceJson[];
}

export interface PersonJson {
  readonly name: string;
  readonly tags: readonly string[];
  readonly data: Json;
  readonly faces: readonly FaceJson[];
}

export interface FaceJson {
  readonly model: string;
  /** Nine digits each, which say a float of 32 bits exactly. */
  readonly values: readonly number[];
  readonly box?: Box;
  readonly quality?: number;
  readonly photo?: SourcePhoto;
  readonly chip?: ChipJson;
}

/** @param chips whether chips are exported, where there are some */
export async function exportGallery(
  records: GalleryRecords,
  { chips = false }: { readonly chips?: boolean },
): Promise<GalleryJson> {
  const photos = await records.photos();
  const toJson = async (faces: readonly StoredFace[]): Promise<FaceJson[]> => {
    const packs = await records.packs([...new Set(faces.map(({ pack }) => pack))]);
    const all: FaceJson[] = [];
    for (const { id, pack: number, model, box, quality, photo } of faces) {
      const pack = packs.get(number);
      const place = pack?.ids.indexOf(id) ?? -1;
      if (!pack || place < 0) continue;
      const dimensions = pack.vectors.length / pack.ids.length;
      const vector = pack.vectors.subarray(place * dimensions, (place + 1) * dimensions);
      const source = photo === null ? undefined : photos.get(photo);
      const chip = chips ? await records.chip(id) : undefined;
      all.push({
        model,
        values: Array.from(vector, (value) => Number(value.toPrecision(9))),
        ...(box && { box }),
        ...(quality !== undefined && { quality }),
        ...(source && { photo: toSource(source) }),
        ...(chip && { chip: new Chip(chip).toJSON() }),
      });
    }
    return all;
  };
  const people: PersonJson[] = [];
  for (const { id, name, tags, data } of await records.people()) {
    people.push({ name, tags, data, faces: await toJson(await records.facesOf(id)) });
  }
  const unnamed = await toJson(await records.facesOf(null));
  return { format: 'facegpu-gallery', version: 1, people, unnamed };
}

/** The enrolments that an exported gallery stands for. @throws FaceGpuError `bad-argument` */
export function entriesOfGallery(json: GalleryJson): EnrollmentEntry[] {
  if (json.version !== 1 || !Array.isArray(json.people)) {
    throw new FaceGpuError(
      'bad-argument',
      'the exported gallery is of another version, or was cut off',
      'Give it as gallery.export or facegpu gallery export wrote it.',
    );
  }
  const entries: EnrollmentEntry[] = [];
  for (const { name, tags, data, faces } of json.people) {
    const person = { name, tags, data };
    if (faces.length === 0) entries.push({ person, faces: [] });
    for (const own of byPhoto(faces)) {
      entries.push({ person, photo: own[0].photo, faces: own.map(toInput) });
    }
  }
  for (const own of byPhoto(json.unnamed ?? [])) {
    entries.push({ person: null, photo: own[0].photo, faces: own.map(toInput) });
  }
  return entries;
}

/** Faces of one photo together; those without one alone. */
function byPhoto(faces: readonly FaceJson[]): FaceJson[][] {
  const groups = new Map<string, FaceJson[]>();
  faces.forEach((face, i) => {
    const key = face.photo ? `${face.photo.hash} ${face.photo.file}` : String(i);
    groups.set(key, [...(groups.get(key) ?? []), face]);
  });
  return [...groups.values()];
}

function toInput({ model, values, box, quality, chip }: FaceJson): FaceInput {
  return {
    model,
    vector: Float32Array.from(values),
    box,
    quality,
    ...(chip && { chip: chipFromJson(chip) }),
  };
}

function toSource({ file, hash, path }: SourcePhoto): SourcePhoto {
  return { file, hash, ...(path !== undefined && { path }) };
}
