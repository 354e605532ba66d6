import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { readRows } from './csv.ts';

/** What photos belong to, by column. */
export type Groups = Readonly<Record<string, string>>;

const rule = 'a header path,column… and a row of as many cells for each photo';

/**
 * Reads which groups photos belong to: a header `path,age,light…`, and a row for each photo, whose path is relative to
 * the file. An empty cell says nothing.
 *
 * @param resolve the paths of photos as a list of pairs names them
 * @returns the groups of a photo by its name in that list
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readGroups(
  file: string,
  resolve: (name: string) => string,
): Promise<(name: string) => Groups> {
  const [head, ...rows] = await readRows(file, rule);
  if (!head || head.cells.length < 2) throw malformed(file, head?.line ?? 1);
  const [, ...columns] = head.cells;
  const groups = new Map(
    rows.map(({ cells: [name, ...values], line }) => {
      if (!name || values.length !== columns.length) throw malformed(file, line);
      return [path.resolve(path.dirname(file), name), groupsOf(columns, values)];
    }),
  );
  return (name) => groups.get(path.resolve(resolve(name))) ?? {};
}

/** Values by their columns; those that are empty are left out. */
export function groupsOf(columns: readonly string[], values: readonly string[]): Groups {
  const named = columns.map((column, i): [string, string] => [column, values[i] ?? '']);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

/** What a pair belongs to: the group of both photos, or `one × other` where those differ. */
export function groupsOfPair(a: Groups, b: Groups): Groups {
  const both = Object.keys(a).filter((column) => column in b);
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
