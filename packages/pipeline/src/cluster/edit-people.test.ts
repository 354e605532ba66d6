import { expect, it } from 'vitest';
import { confirmFace, mergePeople, renamePerson, takeOut } from './edit-people.ts';
import { formatPeople, nobodyYet, type PeopleFile, parsePeople } from './people-file.ts';

const face = (photo: string, x = 0) => `${photo}@${x},0,9,9`;
const people: PeopleFile = {
  ...nobodyYet,
  lastId: 3,
  people: [
    { id: 1, name: null, faces: [face('a'), face('b'), face('c')], told: [] },
    { id: 2, name: 'Bob', faces: [face('d')], told: [face('d')] },
    { id: 3, name: null, faces: [face('a', 20)], told: [] },
  ],
};
const isDoubtful = (key: string) => key === face('c');

/** Each edit leaves a file that can be read. */
function checked(edited: PeopleFile | undefined): PeopleFile {
  if (!edited) throw new Error('it was refused');
  return parsePeople(formatPeople(edited), 'the edit');
}

it('tells the faces of somebody who is given a name, but for the doubtful ones', () => {
  const named = checked(renamePerson(people, 1, ' Ada ', isDoubtful));
  expect(named.people[0]).toMatchObject({ name: 'Ada', told: [face('a'), face('b')] });
  const confirmed = checked(confirmFace(named, 1, face('c')));
  expect(confirmed.people[0].told).toEqual([face('a'), face('b'), face('c')]);
  expect(confirmFace(confirmed, 1, face('c'))).toBe(confirmed);
  expect(checked(renamePerson(named, 1, '', isDoubtful)).people[0].name).toBeNull();
});

it('makes one person of two, whether they are chosen or given one name', () => {
  const merged = checked(mergePeople(people, [1, 2], isDoubtful));
  expect(merged.people.map(({ id }) => id)).toEqual([1, 3]);
  expect(merged.people[0]).toMatchObject({ name: 'Bob', told: [face('a'), face('b'), face('d')] });
  const named = checked(renamePerson(people, 1, 'Bob', isDoubtful));
  expect(named.people.map(({ id }) => id)).toEqual([2, 3]);
  expect(named.people[0].faces).toHaveLength(4);
});

it('refuses to make one person of two who are in one photo', () => {
  expect(mergePeople(people, [1, 3], isDoubtful)).toBeUndefined();
  const named = checked(renamePerson(people, 3, 'Ada', isDoubtful));
  expect(renamePerson(named, 1, 'Ada', isDoubtful)).toBeUndefined();
});

it('takes a face out, for good, until it is put back', () => {
  const named = checked(renamePerson(people, 1, 'Ada', isDoubtful));
  const out = checked(takeOut(named, 1, face('b')));
  expect(out.lastId).toBe(4);
  expect(out.people[0].told).toEqual([face('a')]);
  expect(out.people.at(-1)).toEqual({ id: 4, name: null, faces: [face('b')], told: [] });
  expect(out.apart).toEqual([[face('b'), 1]]);
  // Whoever is merged takes along what isn't theirs.
  const moved = checked(mergePeople(out, [2, 1], isDoubtful));
  expect(moved.apart).toEqual([[face('b'), 2]]);
  expect(checked(mergePeople(moved, [2, 4], isDoubtful)).apart).toEqual([]);
});
