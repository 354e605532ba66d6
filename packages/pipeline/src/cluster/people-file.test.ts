import { describe, expect, it } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { formatPeople, nobodyYet, type PeopleFile, parsePeople } from './people-file.ts';

const known: PeopleFile = {
  ...nobodyYet,
  lastId: 3,
  people: [
    { id: 1, name: 'Ada', faces: ['a@0,0,9,9', 'b@0,0,9,9'], told: ['a@0,0,9,9'] },
    { id: 3, name: null, faces: ['a@20,0,9,9'], told: [] },
  ],
  apart: [['a@20,0,9,9', 1]],
};
const [ada, other] = known.people;

describe('a file of people', () => {
  it('is read as it was written', () => {
    expect(parsePeople(formatPeople(known), 'people.json')).toEqual(known);
    expect(parsePeople(formatPeople(nobodyYet), 'people.json')).toEqual(nobodyYet);
  });

  it.each<[string, object, RegExp]>([
    ['another format', { format: 'facegpu-decisions-1' }, /format isn't facegpu-people-1/],
    ['no last id', { lastId: -1 }, /lastId is -1/],
    ['no people', { people: {} }, /no list of people/],
    ['a person without faces', { people: [{ id: 1, name: null }] }, /person 1 is/],
    ['an empty name', { people: [{ ...ada, name: ' ' }] }, /person 1 is/],
    ['an id twice', { people: [ada, { ...other, id: 1 }] }, /second person 1/],
    ['a face of two', { people: [ada, { ...other, faces: ada.faces }] }, /of person 1, and of 3/],
    ['a stray face', { people: [{ ...ada, told: ['c@0,0,9,9'] }] }, /c@.* is told of person 1/],
    [
      'two faces of one photo',
      { people: [{ ...ada, faces: ['a@0,0,9,9', 'a@9,0,9,9'], told: ['a@0,0,9,9', 'a@9,0,9,9'] }] },
      /in one photo, and are told to be person 1/,
    ],
    ['a face told to be both', { apart: [['a@0,0,9,9', 1]] }, /told to be person 1, and not to be/],
    ['nobody to be apart from', { apart: [['a@0,0,9,9']] }, /no face with a person/],
  ])('is refused with %s', async (_, wrong, message) => {
    const text = JSON.stringify({ ...known, ...wrong });
    await expectError(() => parsePeople(text, 'people.json'), 'bad-argument', message);
  });

  it('is refused where it is no JSON', async () => {
    await expectError(() => parsePeople('{', 'people.json'), 'bad-argument', /people.json is no/);
    await expectError(() => parsePeople('null', 'people.json'), 'bad-argument', /format/);
  });
});
