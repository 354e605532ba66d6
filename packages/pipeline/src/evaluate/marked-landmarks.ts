import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import type { Point } from '../api/face.ts';
import { markedPoints } from './landmark-error.ts';
import { readText } from './read-file.ts';

const { listOf, of, recordOf } = schema;

const marks = recordOf(listOf(listOf(of(kinds.real), 2), markedPoints));

/**
 * Reads landmarks that people have marked: JSON with the 68 points of iBUG for each photo, in its pixels.
 * Photos lie beside the file, or in a folder that is called like it.
 *
 * @returns points by the photo's path
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readMarkedLandmarks(file: string): Promise<Map<string, readonly Point[]>> {
  const value = parse(await readText(file));
  const flaw =
    marks(value, 'the list') ??
    (Object.keys(value as object).length > 0 ? undefined : 'it is empty');
  if (flaw !== undefined) {
    throw new FaceGpuError(
      'bad-argument',
      `${file} has no marked landmarks: ${flaw}`,
      `Write {"photo.jpg": [[x, y], …]} with ${markedPoints} points for each photo.`,
    );
  }
  const { dir, name } = path.parse(file);
  const entries = Object.entries(value as Record<string, readonly Point[]>);
  const folder = path.join(dir, name);
  const isBeside = await access(path.join(dir, entries[0][0]), constants.R_OK).then(
    () => true,
    () => false,
  );
  return new Map(
    entries.map(([photo, points]) => [path.join(isBeside ? dir : folder, photo), points]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
