import type { StoredPerson } from './entries.ts';
import type { GalleryRecords } from './records.ts';

/** A person of a list. */
export interface ListedPerson extends StoredPerson {
  /** How many faces there are. */
  readonly faces: number;
  /** The photos that they were found in, each once, in the order of enrolment. */
  readonly photos: readonly string[];
}

/** All people, in the order of their first enrolment. */
export async function listPeople(records: GalleryRecords): Promise<ListedPerson[]> {
  const [people, heads, photos] = await Promise.all([
    records.people(),
    records.faceHeads(),
    records.photos(),
  ]);
  const own = new Map(people.map(({ id }) => [id, { faces: 0, photos: new Set<string>() }]));
  for (const { person, photo } of heads) {
    const entry = person === null ? undefined : own.get(person);
    if (!entry) continue;
    entry.faces++;
    const file = photo === null ? undefined : photos.get(photo)?.file;
    if (file !== undefined) entry.photos.add(file);
  }
  return people.map((person) => {
    const { faces = 0, photos = [] } = own.get(person.id) ?? {};
    return { ...person, faces, photos: [...photos] };
  });
}
