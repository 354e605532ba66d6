import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { schema } from '@facegpu/nn';
import type { MarkedFace } from './detection-metrics.ts';
import { readText } from './read-file.ts';

/** A face of the list, as WIDER FACE marks it. */
interface ListedFace {
  /** Left, top, width and height, in pixels. */
  readonly box: readonly [number, number, number, number];
  /** 1 where it can hardly be told to be a face. */
  readonly invalid?: number;
}

/** Smaller faces needn't be found, in pixels. */
export const leastHeight = 20;

const { is, isRecord, listOf } = schema;

const isNumber = is('a number', Number.isFinite);

const listed = schema.recordOf(
  listOf((face, path) => {
    const flaw = is('a table', isRecord)(face, path);
    return flaw ?? listOf(isNumber, 4)((face as { box?: unknown }).box, `${path}.box`);
  }),
);

/**
 * Reads a list of faces: `{ "photo.jpg": [{ "box": [left, top, width, height] }, …], … }`, as WIDER FACE marks them.
 * Those that are invalid, or too small, needn't be found. Photos lie in the folder beside the list that is called
 * like it.
 *
 * @returns the faces of each photo, by its path
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readMarkedBoxes(file: string): Promise<Map<string, readonly MarkedFace[]>> {
  const text = await readText(file);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw notList(file, 'it is not JSON');
  }
  const flaw = listed(parsed, 'the list');
  if (flaw !== undefined) throw notList(file, flaw);
  const photos = Object.entries(parsed as Record<string, ListedFace[]>);
  const folder = path.join(path.dirname(file), path.basename(file, path.extname(file)));
  return new Map(photos.map(([name, faces]) => [path.join(folder, name), faces.map(toMarked)]));
}

function toMarked({ box: [x, y, width, height], invalid = 0 }: ListedFace): MarkedFace {
  return { box: { x, y, width, height }, ignored: invalid !== 0 || height < leastHeight };
}

function notList(file: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `${file} is no list of faces: ${what}`,
    'Write { "photo.jpg": [{ "box": [left, top, width, height] }, …], … }.',
  );
}
