import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { readRows } from './csv.ts';
import type { PairList } from './pairs.ts';

/** What photos belong to, by column. */
export type Groups = Readonly<Record<string, string>>;

/** Groups of photos, and which photos of a list have none. */
export interface PhotoGroups {
  /** The groups of a photo by its name in the list. */
  groupsOf(name: string): Groups;
  /** Names of the list that the file says nothing of. */
  readonly without: readonly string[];
}

const rule = 'a header path,column… and a row of as many cells for each photo';

/**
 * Reads which groups photos belong to: a header `path,age,light…`, and a row for each photo, whose path is relative to
 * the file. An empty cell says nothing.
 *
 * @param list the pairs whose photos are grouped
 * @throws FaceGpuError `file-unreadable`; `bad-argument` where it isn't such a file, or names none of the photos
 */
export async function readGroups(file: string, { pairs, resolve }: PairList): Promise<PhotoGroups> {
  const [head, ...rows] = await readRows(file, rule);
  if (!head || head.cells.length < 2) throw malformed(file, head?.line ?? 1);
  const [, ...columns] = head.cells;
  const groups = new Map(
    rows.map(({ cells: [name, ...values], line }) => {
      if (!name || values.length !== columns.length) throw malformed(file, line);
      return [path.resolve(path.dirname(file), name), groupsOf(columns, values)];
    }),
  );
  const known = (name: string) => groups.get(path.resolve(resolve(name)));
  const names = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const without = names.filter((name) => known(name) === undefined);
  if (names.length > 0 && without.length === names.length) {
    throw new FaceGpuError(
      'bad-argument',
      `${file} names none of the ${names.length} photos of the pairs: of ${names[0]}, it has no row ${path.relative(path.dirname(path.resolve(file)), path.resolve(resolve(names[0])))}`,
      'Write the path of each photo relative to that file.',
    );
  }
  return { groupsOf: (name) => known(name) ?? {}, without };
}

/** Values by their columns; those that are empty are left out. */
export function groupsOf(columns: readonly string[], values: readonly string[]): Groups {
  const named = columns.map((column, i): [string, string] => [column, values[i] ?? '']);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

/** What a pair belongs to: the group of both photos, or `one × other` where those differ. */
export function groupsOfPair(a: Groups, b: Groups): Groups {
  const both = Object.keys(a).filter((column) => Object.hasOwn(b, column));
  return Object.fromEntries(
    both.map((column) => [
      column,
      a[column] === b[column] ? a[column] : [a[column], b[column]].sort().join(' × '),
    ]),
  );
}

function malformed(file: string, line: number): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${file}: line ${line} names no groups`,
    `Write ${rule}.`,
  );
}
