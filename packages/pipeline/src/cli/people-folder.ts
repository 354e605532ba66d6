import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import type { Template } from '../evaluate/compare-all.ts';
import { readRows } from '../evaluate/csv.ts';
import type { DescribedPhotos } from './describe-photos.ts';
import { note } from './report.ts';
import { describeOthers, walk } from './walk.ts';

/** A photo, and the name of the person it shows. */
export interface Portrait {
  readonly name: string;
  readonly file: string;
}

/** How people can be given, for whoever asks. */
export const peopleLayouts =
  'photos in a folder for each person (people/Ada/1.jpg, people/Ada/2024/1.jpg), photos called like the ' +
  'person (people/Ada.jpg), or a CSV file with rows file,person';

/**
 * The photos of people, each with the name of the person it shows: those in a person's folder, however deep,
 * those that lie beside such folders and are called like the person, or the rows of a CSV file. What is left out
 * is said on stderr.
 *
 * @throws FaceGpuError `file-unreadable`, `bad-argument` where a row of the CSV file isn't one
 */
export async function listPortraits(people: string): Promise<Portrait[]> {
  if (path.extname(people).toLowerCase() === '.csv') return readPortraits(people);
  const { pictures, others } = await walk(people);
  if (others.length > 0) note(`${people}: left out: ${describeOthers(others)}`);
  return pictures.map((file) => {
    const [first, ...within] = path.relative(people, file).split(path.sep);
    return { name: within.length > 0 ? first : path.parse(first).name, file };
  });
}

/** Rows `file,person`, files relative to the CSV file. A header of these words is skipped. */
async function readPortraits(csv: string): Promise<Portrait[]> {
  const rows = await readRows(csv, 'file,person for each photo');
  return rows.flatMap(({ cells, line }, i): Portrait[] => {
    const [file, name] = cells;
    if (i === 0 && cells.join().toLowerCase() === 'file,person') return [];
    if (file && name && cells.length === 2) {
      return [{ name, file: path.resolve(path.dirname(csv), file) }];
    }
    throw new FaceGpuError(
      'bad-argument',
      `${csv}: line ${line} is no photo of a person`,
      'Write a row file,person for each photo.',
    );
  });
}

/** What a recognition model makes of portraits, with numbers for names; those that can't be used are left out. */
export function templatesOf(
  { descriptors }: Pick<DescribedPhotos, 'descriptors'>,
  portraits: readonly Portrait[],
): { readonly names: readonly string[]; readonly templates: readonly Template[] } {
  const used = portraits.filter(({ file }) => descriptors.has(file));
  const names = [...new Set(used.map(({ name }) => name))];
  const numbers = new Map(names.map((name, i) => [name, i]));
  const templates = used.map(({ name, file }): Template => {
    return { person: numbers.get(name) ?? 0, descriptor: descriptors.get(file) ?? null };
  });
  return { names, templates };
}
