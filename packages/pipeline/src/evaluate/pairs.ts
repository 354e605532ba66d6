import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { readRows } from './csv.ts';
import { type Groups, groupsOf } from './group-columns.ts';
import { readText } from './read-file.ts';

/** Two photos, and whether they show one person. */
export interface Pair {
  /** As the list names them. */
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
  /** The part of the list that it belongs to, from 0, where that has several. */
  readonly fold?: number;
  /** What it belongs to, by the columns of its list. */
  readonly groups?: Groups;
}

/** A list of pairs, and where its photos are. */
export interface PairList {
  readonly pairs: readonly Pair[];
  /** The path of a photo that the list names. */
  resolve(name: string): string;
}

const pairRule = 'path_a,path_b,1 for one person and 0 for two';

/**
 * Reads rows `path_a,path_b,same(0|1)` (RFC 4180); paths are relative to the file. A header is skipped; where it has
 * more columns, those say which groups a pair belongs to.
 *
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readCsvPairs(file: string): Promise<PairList> {
  const rows = await readRows(file, pairRule);
  const head = rows.at(0)?.cells ?? [];
  const hasHeader = head.length >= 3 && Number.isNaN(Number(head[2]));
  const columns = hasHeader ? head.slice(3) : [];
  const pairs = rows.slice(hasHeader ? 1 : 0).map(({ cells, line }): Pair => {
    const [a, b, same, ...values] = cells;
    if (a && b && (same === '0' || same === '1') && values.length === columns.length) {
      const pair = { a, b, same: same === '1' };
      return columns.length > 0 ? { ...pair, groups: groupsOf(columns, values) } : pair;
    }
    throw malformed(file, line, `write ${pairRule}`);
  });
  return { pairs, resolve: (name) => path.resolve(path.dirname(file), name) };
}

/**
 * Reads pairs in the format of Labeled Faces in the Wild: a first line with a number of pairs, or
 * with a number of folds and one of pairs, then `name i j` for one person and `name i name j` for two.
 * A fold has so many pairs of one person, and as many of two; folds follow one another.
 *
 * @param folder `folder/Some_Name/Some_Name_0001.jpg` are the photos
 * @throws FaceGpuError `file-unreadable`; `bad-argument` where a line is no pair, or folds lack some
 */
export async function readLfwPairs(file: string, folder: string): Promise<PairList> {
  const [first, ...lines] = await readLines(file);
  if (!first || !/^\d+(\s+\d+)?$/.test(first.text)) {
    throw malformed(file, 1, 'it must be a number of pairs, or numbers of folds and pairs');
  }
  const photo = (name: string, index: string) => `${name}/${name}_${index.padStart(4, '0')}.jpg`;
  const foldOf = foldsOf(file, first.text, lines.length);
  const pairs = lines.map(({ text, number }, index): Pair => {
    const cells = text.split(/\s+/);
    const [name = '', i = '', third = '', j = ''] = cells;
    const fold = foldOf(index);
    if (cells.length === 3) {
      return { a: photo(name, i), b: photo(name, third), same: true, ...fold };
    }
    if (cells.length === 4) return { a: photo(name, i), b: photo(third, j), same: false, ...fold };
    throw malformed(file, number, 'write "name i j" for one person, "name i name j" for two');
  });
  return { pairs, resolve: (name) => path.join(folder, name) };
}

/**
 * Which fold each of the pairs of a list belongs to, by its first line. A single one is none.
 *
 * @throws FaceGpuError `bad-argument` where there are not as many pairs as the line says
 */
function foldsOf(file: string, head: string, pairs: number): (index: number) => Pick<Pair, 'fold'> {
  const [folds, ofOne] = head.split(/\s+/).map(Number);
  if (ofOne === undefined || folds === 1) return () => ({});
  if (folds * ofOne * 2 === pairs && pairs > 0) {
    return (index) => ({ fold: Math.floor(index / (2 * ofOne)) });
  }
  throw new FaceGpuError(
    'bad-argument',
    `${file} has ${pairs} pairs, its first line says ${folds} folds of ${ofOne} pairs of one person and ${ofOne} of two`,
    'It was cut off, or edited: fetch it again, or correct the first line.',
  );
}

async function readLines(file: string): Promise<{ text: string; number: number }[]> {
  const text = await readText(file);
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ text: line.trim(), number: i + 1 }))
    .filter((line) => line.text !== '');
}

function malformed(file: string, line: number, rule: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${file}: line ${line} is not a pair`,
    `Check the line: ${rule}.`,
  );
}
