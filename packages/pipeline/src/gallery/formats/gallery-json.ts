import { FaceGpuError } from '@facegpu/kernels';
import type { ChipJson } from '../../api/chip.ts';
import { Chip } from '../../api/chip.ts';
import type { Box } from '../../api/face.ts';
import { kindOf } from '../../api/kinds.ts';
import { chipFromJson } from '../../faces/chip-from-json.ts';
import {
  type EnrollmentEntry,
  type FaceInput,
  type Json,
  type SourcePhoto,
  type StoredFace,
  userPrefix,
} from '../entries.ts';
import { vectorsOf } from '../person-faces.ts';
import { toSource } from '../photo-source.ts';
import type { GalleryRecords } from '../records.ts';

/** A gallery as JSON. */
export interface GalleryJson {
  readonly format: 'facegpu-gallery';
  readonly version: 1;
  readonly people: readonly PersonJson[];
  /** Faces that nobody has named. */
  readonly unnamed: readonly FaceJson[];
  /** The values that are kept with it, such as `calibration`. */
  readonly settings?: Readonly<Record<string, Json>>;
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
    const vectors = await vectorsOf(records, faces);
    const all: FaceJson[] = [];
    for (const { id, model, box, quality, photo } of faces) {
      const vector = vectors.get(id);
      if (!vector) continue;
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
  const settings = await records.settings(userPrefix);
  return {
    format: 'facegpu-gallery',
    version: 1,
    people,
    unnamed,
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

/** The enrolments that an exported gallery stands for. @throws FaceGpuError `bad-argument` */
export function entriesOfGallery(json: GalleryJson): EnrollmentEntry[] {
  if (json.version !== 1 || !Array.isArray(json.people)) {
    throw unusable('it is of another version, or was cut off');
  }
  const entries: EnrollmentEntry[] = [];
  for (const [i, own] of json.people.entries()) {
    const { name, tags = [], data = null, faces } = requirePerson(own, `person ${i}`);
    const person = { name, tags, data };
    if (faces.length === 0) entries.push({ person, faces: [] });
    for (const own of byPhoto(faces)) {
      entries.push({ person, photo: own[0].photo, faces: own.map(toInput) });
    }
  }
  for (const own of byPhoto(requireFaces(json.unnamed ?? [], 'those without a name'))) {
    entries.push({ person: null, photo: own[0].photo, faces: own.map(toInput) });
  }
  return entries;
}

/** What a gallery's export says to keep, under the names that records have for it. @throws FaceGpuError `bad-argument` */
export function settingsOfGallery(what: object): Record<string, Json> {
  const { settings = {} } = what as Partial<GalleryJson>;
  if (!isObject(settings)) throw unusable(`its settings are ${kindOf(settings)}`);
  const named = Object.entries(settings).map(([name, value]) => [userPrefix + name, value]);
  return Object.fromEntries(named) as Record<string, Json>;
}

/** @param where names the person in errors */
function requirePerson(person: PersonJson, where: string): PersonJson {
  if (!isObject(person) || typeof person.name !== 'string') {
    throw unusable(`${where} has no name`);
  }
  const { tags = [] } = person;
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string')) {
    throw unusable(`the tags of ${where} are no list of texts`);
  }
  requireFaces(person.faces, where);
  return person;
}

/** @param of whose they are, for errors */
function requireFaces(faces: readonly FaceJson[], of: string): readonly FaceJson[] {
  if (!Array.isArray(faces)) throw unusable(`the faces of ${of} are ${kindOf(faces)}, not a list`);
  for (const [i, face] of faces.entries()) {
    const where = `face ${i} of ${of}`;
    if (!isObject(face)) throw unusable(`${where} is ${kindOf(face)}`);
    const { model, values, box, quality, photo } = face as FaceJson;
    if (typeof model !== 'string') throw unusable(`${where} has no model`);
    if (!Array.isArray(values) || !values.every(Number.isFinite)) {
      throw unusable(`the values of ${where} are no list of numbers`);
    }
    const sides = box === undefined ? [] : [box?.x, box?.y, box?.width, box?.height];
    if (!sides.every(Number.isFinite)) throw unusable(`the box of ${where} has no numbers`);
    if (quality !== undefined && !Number.isFinite(quality)) {
      throw unusable(`the quality of ${where} is no number`);
    }
    const isPhoto = typeof photo?.file === 'string' && typeof photo.hash === 'string';
    if (photo !== undefined && !isPhoto)
      throw unusable(`the photo of ${where} has no file or hash`);
  }
  return faces;
}

function unusable(why: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `the exported gallery can't be used: ${why}`,
    'Give it as gallery.export or facegpu gallery export wrote it.',
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
