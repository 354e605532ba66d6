import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import { writing } from '@facegpu/pipeline/command-line';
import { listPhotos } from '../dataset/list-photos.ts';
import { toPhotoCsv } from '../dataset/photo-csv.ts';
import { readDecisions } from './decision-file.ts';
import { followDecisions, type HashedPhoto } from './follow-decisions.ts';
import { hashPhotos } from './hash-photos.ts';
import { movePhotos } from './move-photos.ts';

export interface ApplyOptions {
  /** The CSV file to write; `cleaned.csv` beside the decisions unless told. */
  readonly out?: string | undefined;
  /** Also moves files: see `movePhotos`. */
  readonly move?: boolean | undefined;
}

/** What came of it, in numbers of photos. */
export interface Applied {
  readonly csv: string;
  readonly people: number;
  readonly kept: number;
  /** Of those, how many show another person than it was said. */
  readonly moved: number;
  readonly dropped: number;
  /** Decisions to be unsure, which change nothing. */
  readonly unsure: number;
  /** Files of decisions whose photo is not there, or another one by now. */
  readonly stale: readonly string[];
}

/**
 * Applies decisions to a data set: writes a CSV file of the cleaned one, its files relative to it, which
 * takes the place of the folder from then on. Files stay where they are unless they are to be moved.
 *
 * @throws FaceGpuError `bad-argument`, `file-unreadable`, `file-unwritable`
 */
export async function applyDecisions(
  source: string,
  decisionFile: string,
  { out = path.join(path.dirname(decisionFile), 'cleaned.csv'), move = false }: ApplyOptions = {},
): Promise<Applied> {
  const decisions = await readDecisions(decisionFile);
  const { root, photos } = await listPhotos(source);
  if (move && (await stat(source)).isFile()) {
    throw new FaceGpuError(
      'bad-argument',
      `${source} says itself whom each photo shows: moving files would leave it wrong`,
      'Leave --move out, and use the CSV file that is written.',
    );
  }
  const before = await hashPhotos(root, photos);
  const followed = followDecisions(before, decisions);
  const owners = new Map(before.map(({ file, person }) => [file, person]));
  const moved = followed.kept.filter(({ file, person }) => owners.get(file) !== person);
  const lying = move ? await movePhotos(root, before, followed) : followed.kept;
  await writeCsv(out, root, lying);
  return {
    csv: out,
    people: new Set(lying.map(({ person }) => person)).size,
    kept: lying.length,
    moved: moved.length,
    dropped: followed.dropped.length,
    unsure: [...followed.decided.values()].filter(({ action }) => action === 'unsure').length,
    stale: followed.stale.map(({ file }) => file),
  };
}

async function writeCsv(out: string, root: string, photos: readonly HashedPhoto[]): Promise<void> {
  const beside = photos.map(({ file, person }) => {
    const relative = path.relative(path.dirname(path.resolve(out)), path.resolve(root, file));
    return { file: relative.replaceAll(path.sep, '/'), person };
  });
  await writing(out, () => writeFile(out, toPhotoCsv(beside)));
}
