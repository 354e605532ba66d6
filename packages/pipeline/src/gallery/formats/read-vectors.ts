import { readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { readRows } from '../../evaluate/csv.ts';
import { reading, readText } from '../../evaluate/read-file.ts';
import type { NamedVectors } from './import.ts';
import { parseNpy } from './npy.ts';

/**
 * Rows `name,0.1,0.2,…`, one for each face; a first row without numbers is a header.
 *
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readCsvVectors(file: string): Promise<NamedVectors> {
  const rows = await readRows(file, 'name,0.1,0.2,… for each face');
  const names: string[] = [];
  const vectors: number[][] = [];
  for (const [i, { cells, line }] of rows.entries()) {
    const [name, ...texts] = cells;
    const numbers = texts.map((text) => (text === '' ? Number.NaN : Number(text)));
    if (numbers.length > 0 && name !== '' && numbers.every(Number.isFinite)) {
      names.push(name);
      vectors.push(numbers);
    } else if (i > 0 || numbers.some(Number.isFinite)) {
      throw new FaceGpuError(
        'bad-argument',
        `${file}: line ${line} is no face`,
        'Write a row name,0.1,0.2,… for each.',
      );
    }
  }
  return { names, vectors };
}

/**
 * An array `[faces, dimensions]` of numpy's, and a text file with a name for each face, a line each.
 *
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readNpyVectors(
  file: string,
  names: string | undefined,
): Promise<NamedVectors> {
  if (names === undefined) {
    throw new FaceGpuError(
      'bad-argument',
      `${file} says no names`,
      'Name a file that has a line for each vector: --names FILE.',
    );
  }
  const { shape, values } = parseNpy(await reading(file, () => readFile(file)), file);
  const lines = (await readText(names)).replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (shape.length === 2 && shape[0] === lines.length) return { names: lines, vectors: values };
  throw new FaceGpuError(
    'bad-argument',
    `${file} is an array [${shape.join(', ')}], and ${names} has ${lines.length} names`,
    'Give an array [faces, dimensions] and a line for each face.',
  );
}
