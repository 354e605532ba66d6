import {
  attributeCells,
  attributeColumns,
  type FaceEntry,
  type PhotoEntry,
} from '../face-entry.ts';
import { createPipeline, type FindFacesOptions, findFaces } from '../find-faces.ts';
import { formatOf } from '../format.ts';
import { widest } from '../growing-table.ts';
import { type FaceMatch, matchFaces } from '../matches.ts';
import { listPhotos, type PhotoListOptions } from '../photo-list.ts';
import { createResultList, type Looks } from '../result-list.ts';

export interface DetectCommandOptions extends FindFacesOptions, PhotoListOptions {
  readonly match?: boolean;
}

/** A photo with its faces. */
interface Result extends PhotoEntry {
  readonly key: string;
  readonly file: string;
  /** Of each face, with `--match`. */
  readonly matches?: readonly (FaceMatch | null)[];
}

/** `facegpu detect`: faces as a table or JSON, a photo at a time; pictures with `--out`. */
export async function detect(
  named: readonly string[],
  options: DetectCommandOptions,
): Promise<void> {
  const { attributes = false, match = false } = options;
  const photos = await listPhotos(named, options);
  await using pipeline = await createPipeline(options);
  await using list = createResultList(formatOf(options), looksOf(photos, attributes, match));
  // Which face matches is known when all are.
  const waiting: Result[] = [];
  for await (const outcome of findFaces(pipeline, photos, 'detecting', options)) {
    const { file } = outcome;
    if ('error' in outcome) {
      await list.fail(file, outcome.error);
      continue;
    }
    const { photo, key, isPrinted } = outcome.result;
    if (match) waiting.push({ ...photo, key, file });
    else if (!isPrinted) await list.add({ ...photo, key, file });
  }
  const matches = match ? await matchFaces(pipeline, waiting) : [];
  for (const [i, result] of waiting.entries()) {
    await list.add({ ...result, matches: matches[i] ?? [] });
  }
  await list.end();
}

function looksOf(photos: readonly string[], attributes: boolean, match: boolean): Looks<Result> {
  const longest = widest(photos);
  const columns = [
    { head: 'photo', width: longest },
    { head: 'face', width: 3 },
    { head: 'score', width: 5 },
    ...['x', 'y', 'width', 'height'].map((head) => ({ head, width: 5 })),
  ];
  if (attributes) columns.push(...attributeColumns);
  // A face has no more than four digits, and a distance no more than four characters.
  if (match) columns.push({ head: 'same person', width: longest + ' #1234, 1.23'.length });
  const toRow = ({ file, matches }: Result, face: FaceEntry, i: number): string[] => {
    const { box, score } = face;
    const place = [box.x, box.y, box.width, box.height].map((value) => value.toFixed(0));
    const row = [i === 0 ? file : '', String(i + 1), score.toFixed(3), ...place];
    if (attributes) row.push(...attributeCells(face));
    if (match) row.push(matchCell(matches?.[i]));
    return row;
  };
  return {
    json: toJson,
    line: (result) => ({ key: result.key, ...toJson(result) }),
    columns,
    rows(result) {
      const { file, faces } = result;
      if (faces.length > 0) return faces.map((face, i) => toRow(result, face, i));
      return [[file, { colSpan: columns.length - 1, content: 'no face' }]];
    },
  };
}

function toJson({ file, width, height, faces, matches }: Result) {
  const matched = matches && faces.map((face, i) => ({ ...face, match: matches[i] }));
  return { file, width, height, faces: matched ?? faces };
}

function matchCell(match: FaceMatch | null | undefined): string {
  return match ? `${match.file} #${match.face}, ${match.distance.toFixed(2)}` : '';
}
