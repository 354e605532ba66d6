import { type PeopleFile, type PersonEntry, sharedPhoto } from './people-file.ts';

/** Whether a face fits so badly that somebody should look at it. */
export type IsDoubtful = (face: string) => boolean;

/**
 * Gives a person a name, or takes it away with an empty one. Whoever has it already is the same person. The faces that
 * are not doubtful are then told: whoever gave the name has seen them.
 *
 * @returns nothing where the two can't be one person
 */
export function renamePerson(
  people: PeopleFile,
  id: number,
  name: string,
  isDoubtful: IsDoubtful,
): PeopleFile | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return withPerson(people, { ...personOf(people, id), name: null });
  const other = people.people.find((person) => person.name === trimmed && person.id !== id);
  const named = withPerson(
    people,
    confirmed({ ...personOf(people, id), name: trimmed }, isDoubtful),
  );
  return other ? mergePeople(named, [other.id, id], isDoubtful) : named;
}

/**
 * Makes one person of several: the first one, with the first name that there is.
 *
 * @returns nothing where two of their faces are in one photo
 */
export function mergePeople(
  people: PeopleFile,
  ids: readonly number[],
  isDoubtful: IsDoubtful,
): PeopleFile | undefined {
  const merged = ids.map((id) => personOf(people, id));
  const [first] = merged;
  const faces = merged.flatMap((person) => person.faces);
  if (sharedPhoto(faces)) return undefined;
  const told = merged.flatMap((person) => confirmed(person, isDoubtful).told);
  const name = merged.find((person) => person.name !== null)?.name ?? null;
  const gone = new Set(ids.filter((id) => id !== first.id));
  return {
    ...people,
    people: people.people.flatMap((person) => {
      if (gone.has(person.id)) return [];
      return person.id === first.id ? [{ ...first, name, faces, told }] : [person];
    }),
    // What was said before of these gives way to what is said now.
    apart: people.apart
      .map(([face, id]) => [face, gone.has(id) ? first.id : id] as const)
      .filter(([face, id]) => id !== first.id || !faces.includes(face)),
  };
}

/** Takes a face out of a person: it is somebody else, who has a new id. */
export function takeOut(people: PeopleFile, id: number, face: string): PeopleFile {
  const person = personOf(people, id);
  const without = (list: readonly string[]) => list.filter((each) => each !== face);
  const rest = { ...person, faces: without(person.faces), told: without(person.told) };
  const lastId = people.lastId + 1;
  const alone: PersonEntry = { id: lastId, name: null, faces: [face], told: [] };
  return {
    ...people,
    lastId,
    people: [...withPerson(people, rest).people, alone],
    apart: [...people.apart, [face, id]],
  };
}

/** Says of a face that it is the person's. */
export function confirmFace(people: PeopleFile, id: number, face: string): PeopleFile {
  const person = personOf(people, id);
  if (person.told.includes(face)) return people;
  return withPerson(people, { ...person, told: [...person.told, face] });
}

/** The same person, of whom all faces are told that are not doubtful. */
function confirmed(person: PersonEntry, isDoubtful: IsDoubtful): PersonEntry {
  const known = new Set(person.told);
  return {
    ...person,
    told: person.faces.filter((face) => known.has(face) || !isDoubtful(face)),
  };
}

function personOf({ people }: PeopleFile, id: number): PersonEntry {
  const person = people.find((each) => each.id === id);
  if (!person) throw new Error(`there is no person ${id}`);
  return person;
}

function withPerson(people: PeopleFile, changed: PersonEntry): PeopleFile {
  const list = people.people.map((person) => (person.id === changed.id ? changed : person));
  return { ...people, people: list };
}
