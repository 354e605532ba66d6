import type { FacePipeline } from '../pipeline.ts';
import {
  type Clustering,
  type ClusterOptions,
  clusterFaces,
  type FaceToCluster,
} from './cluster-faces.ts';
import { keysAgain, photoOf } from './face-key.ts';
import type { FacePair } from './links.ts';
import { type PeopleFile, type PersonEntry, peopleFormat } from './people-file.ts';

/** A face of a library, with what names it. */
export interface LibraryFace extends Pick<FaceToCluster, 'descriptor'> {
  readonly key: string;
}

/** Who is in a library, by what was said of its faces before. */
export interface ClusteredLibrary {
  readonly people: PeopleFile;
  /** Of each face, in their order. */
  readonly faces: Clustering['faces'];
}

/**
 * Groups the faces of a library, and keeps what was known of them: names and ids, what is one person, and what isn't.
 *
 * @param before what an earlier run, or somebody, knew
 * @throws FaceGpuError as `clusterFaces` does
 */
export async function clusterLibrary(
  pipeline: FacePipeline,
  faces: readonly LibraryFace[],
  before: PeopleFile,
  options: Omit<ClusterOptions, 'together' | 'apart' | 'lastId'> = {},
): Promise<ClusteredLibrary> {
  const numbers = new Map(faces.map(({ key }, face) => [key, face]));
  const { known, absent } = translated(before, [...numbers.keys()]);
  const owners = new Map(known.people.flatMap(({ id, faces }) => faces.map((key) => [key, id])));
  const input = faces.map(({ key, descriptor }) => {
    return { descriptor, photo: photoOf(key), before: owners.get(key) };
  });
  const { lastId } = before;
  const links = linksOf(known, numbers);
  const found = await clusterFaces(pipeline, input, { ...options, ...links, lastId });
  const entries = new Map<number, PersonEntry>();
  for (const { id, faces: members } of found.people) {
    entries.set(id, { id, name: null, faces: members.map((face) => faces[face].key), told: [] });
  }
  let highest = Math.max(lastId, ...entries.keys());
  // Who was told is in one cluster, whatever id that has now; whose photos are all away stays as they were.
  const idNow = new Map<number, number>();
  for (const person of known.people) {
    const { id, name, told } = person;
    const away = absent.get(id) ?? [];
    const isAway = told.length === 0;
    if (isAway && away.length === 0) continue;
    const now = isAway
      ? entries.has(id)
        ? ++highest
        : id
      : found.faces[numbers.get(told[0]) as number].person;
    const entry = entries.get(now) ?? { id: now, name: null, faces: [], told: [] };
    entries.set(now, {
      id: now,
      name: name ?? entry.name,
      faces: [...entry.faces, ...away],
      told: [...entry.told, ...told, ...away],
    });
    idNow.set(id, now);
  }
  const apart = known.apart
    .map(([face, id]) => [face, idNow.get(id) ?? id] as const)
    .filter(([, id]) => entries.has(id));
  return {
    people: { format: peopleFormat, lastId: highest, people: [...entries.values()], apart },
    faces: found.faces,
  };
}

/** What was known, with the keys that faces have now; and of each person the faces that were told and aren't there now. */
function translated(
  before: PeopleFile,
  keys: readonly string[],
): { known: PeopleFile; absent: Map<number, string[]> } {
  const all = new Set(before.people.flatMap(({ faces }) => faces));
  for (const [face] of before.apart) all.add(face);
  const again = keysAgain(all, keys);
  const current = (list: readonly string[]) => list.flatMap((key) => again.get(key) ?? []);
  const absent = new Map(
    before.people.map(({ id, told }) => [id, told.filter((key) => !again.has(key))]),
  );
  const known = {
    ...before,
    people: before.people.map((person) => {
      return { ...person, faces: current(person.faces), told: current(person.told) };
    }),
    apart: before.apart.map(([face, id]) => [again.get(face) ?? face, id] as const),
  };
  return { known, absent };
}

/** What was said, as links between faces that are there. */
function linksOf(
  { people, apart }: PeopleFile,
  numbers: ReadonlyMap<string, number>,
): { together: FacePair[]; apart: FacePair[] } {
  const link = (a: string, b: string): FacePair[] => {
    const [first, second] = [numbers.get(a), numbers.get(b)];
    return first === undefined || second === undefined || first === second ? [] : [[first, second]];
  };
  const together = people.flatMap(({ told }) => told.slice(1).flatMap((key) => link(told[0], key)));
  const byId = new Map(people.map((person) => [person.id, person]));
  const strangers = apart.flatMap(([face, id]) => {
    const { faces = [], told = [] } = byId.get(id) ?? {};
    // Those who were told are together: one of them stands for all.
    return (told.length > 0 ? told.slice(0, 1) : faces).flatMap((key) => link(face, key));
  });
  // People with names of their own are two.
  const named = people.filter(({ name, told }) => name !== null && told.length > 0);
  const others = named.flatMap((a, i) =>
    named.slice(i + 1).flatMap((b) => link(a.told[0], b.told[0])),
  );
  return { together, apart: [...strangers, ...others] };
}
