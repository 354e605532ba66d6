import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { groupsOfPair, readGroups } from './group-columns.ts';
import { errorsByGroup } from './group-errors.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facegpu-groups-'));
});
afterAll(() => rm(folder, { recursive: true }));

const pairs = [
  { a: 'a.jpg', b: 'b.jpg', same: true },
  { a: 'a.jpg', b: 'c.jpg', same: false },
];

async function read(...rows: string[]) {
  const file = path.join(folder, 'groups.csv');
  await writeFile(file, rows.join('\n'));
  return readGroups(file, { pairs, resolve: (name) => path.join(folder, 'photos', name) });
}

describe('readGroups', () => {
  it('says which photos the file knows', async () => {
    const { groupsOf, without } = await read(
      'path,age,light',
      'photos/a.jpg,old,',
      'photos/b.jpg,,day',
    );
    expect(groupsOf('a.jpg')).toEqual({ age: 'old' });
    expect(groupsOf('c.jpg')).toEqual({});
    expect(without).toEqual(['c.jpg']);
  });

  it('refuses a file that knows none of the photos', async () => {
    await expectError(
      () => read('path,age', 'a.jpg,old'),
      'bad-argument',
      /names none of the 3 photos of the pairs: of a\.jpg, it has no row photos\/a\.jpg/,
    );
  });
});

it('takes any name for a column', async () => {
  const columns = ['constructor', '__proto__', 'toString'];
  const { groupsOf } = await read(
    ['path', ...columns].join(),
    'photos/a.jpg,x,y,z',
    'photos/b.jpg,x,,',
  );
  const both = groupsOfPair(groupsOf('a.jpg'), groupsOf('b.jpg'));
  expect(both).toEqual({ constructor: 'x' });
  expect(groupsOfPair(groupsOf('a.jpg'), groupsOf('c.jpg'))).toEqual({});
  const own = groupsOfPair(groupsOf('a.jpg'), groupsOf('a.jpg'));
  const measured = [own, both, {}].map((groups) => ({ same: true, distance: 0.2, groups }));
  const counts = errorsByGroup(measured, 0.5).map(({ column, groups }) => [
    column,
    groups.length,
    groups[0].mated,
  ]);
  expect(counts).toEqual([
    ['constructor', 1, 2],
    ['__proto__', 1, 1],
    ['toString', 1, 1],
  ]);
});
