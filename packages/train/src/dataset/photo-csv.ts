import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { parseRows } from '@facegpu/pipeline/command-line';
import { stringify } from 'csv-stringify/sync';
import { type LabelledPhoto, type PhotoList, problemsOfPeople } from './photo-list.ts';

const header = ['file', 'person'];

const fix =
  'Write a row file,person for each photo; cells with commas or quotation marks stand in quotation marks.';

/**
 * Reads rows `file,person` (RFC 4180), files relative to the CSV file. A header `file,person` is skipped.
 *
 * @throws FaceGpuError `bad-argument` where a row isn't one, or one file is said to show two people
 */
export async function readPhotoCsv(source: string): Promise<PhotoList> {
  const rows = parseRows(await readFile(source, 'utf8'), { file: source, fix });
  const photos = new Map<string, LabelledPhoto>();
  for (const [i, { cells: written, line }] of rows.entries()) {
    const cells = written.map((cell) => cell.trim());
    if (i === 0 && cells.join().toLowerCase() === header.join()) continue;
    const [name = '', person = ''] = cells;
    if (cells.length !== 2 || name === '' || person === '') {
      throw malformed(source, line, `the row is ${JSON.stringify(written)}`);
    }
    const file = path.posix.normalize(name.replaceAll('\\', '/'));
    const known = photos.get(file);
    if (known && known.person !== person) {
      throw malformed(source, line, `${file} shows ${person} here and ${known.person} above`);
    }
    photos.set(file, { file, person });
  }
  const listed = [...photos.values()];
  const people = [...new Set(listed.map(({ person }) => person))];
  return { root: path.dirname(source), photos: listed, problems: problemsOfPeople(people, listed) };
}

/** The text of a CSV file that {@link readPhotoCsv} reads. */
export function toPhotoCsv(photos: readonly LabelledPhoto[]): string {
  return stringify(
    photos.map(({ file, person }) => [file, person]),
    { header: true, columns: header },
  );
}

function malformed(source: string, line: number, what: string): FaceGpuError {
  return new FaceGpuError('bad-argument', `${source}: line ${line}: ${what}`, fix);
}
