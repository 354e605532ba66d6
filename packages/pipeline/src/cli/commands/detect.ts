import Table from 'cli-table3';
import type { Face } from '../../api/face.ts';
import { FacePipeline } from '../../pipeline.ts';
import { PictureWriter } from '../annotate.ts';
import { forEachFile } from '../files.ts';
import { type FaceMatch, matchFaces } from '../matches.ts';
import { type ModelOptions, modelsOf } from '../options.ts';
import { note, printJson, printText } from '../report.ts';

export interface DetectCommandOptions extends ModelOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly recognizer?: string;
  readonly minScore: number;
  readonly attributes?: boolean;
  readonly match?: boolean;
  readonly compat?: 'face-api';
}

/** A photo in the JSON result. */
interface PhotoEntry {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly faces: readonly Face[];
}

/** `facegpu detect`: a table of faces, or JSON; pictures with `--out`. */
export async function detect(
  photos: readonly string[],
  options: DetectCommandOptions,
): Promise<void> {
  const { json, out, minScore, attributes = false, match, compat, recognizer } = options;
  const writer = out === undefined ? undefined : await PictureWriter.create(out, photos);
  await using pipeline = await FacePipeline.create({
    ...modelsOf(options),
    ...(recognizer && { recognizer }),
    ...(compat && { compat }),
  });
  const entries = await forEachFile(photos, 'detecting', async (file, i) => {
    const found = await pipeline.detectIn(file, { minScore, attributes, chips: out !== undefined });
    await writer?.write(i, found.faces);
    return found;
  });
  const results = entries.map(({ file, result }): PhotoEntry => ({ file, ...result }));
  const matches = match ? await matchFaces(pipeline, results) : undefined;
  if (json) printJson(results.map((photo) => toJson(photo, matches)));
  else printText(toTable(results, attributes, matches));
  if (writer) note(`${writer.count} pictures are in ${out}`);
}

type Matches = ReadonlyMap<Face, FaceMatch | null>;

function toJson({ file, width, height, faces }: PhotoEntry, matches?: Matches) {
  return {
    file,
    width,
    height,
    faces: faces.map((face) => ({
      box: face.box,
      score: face.score,
      landmarks: face.landmarks,
      model: face.descriptor.model,
      descriptor: [...face.descriptor.values],
      // Left out by JSON where they weren't asked for.
      expressions: face.expressions,
      age: face.age,
      gender: face.gender,
      match: matches?.get(face),
    })),
  };
}

function toTable(photos: readonly PhotoEntry[], attributes: boolean, matches?: Matches): string {
  const head = ['photo', 'face', 'score', 'x', 'y', 'width', 'height'];
  if (attributes) head.push('age', 'gender', 'expression');
  if (matches) head.push('same person');
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { file, faces } of photos) {
    if (faces.length === 0) table.push([file, { colSpan: head.length - 1, content: 'no face' }]);
    faces.forEach((face, i) => {
      const { box, score } = face;
      const place = [box.x, box.y, box.width, box.height].map((value) => value.toFixed(0));
      const row = [i === 0 ? file : '', String(i + 1), score.toFixed(3), ...place];
      if (attributes) row.push(...attributeCells(face));
      if (matches) row.push(matchCell(matches.get(face)));
      table.push(row);
    });
  }
  return table.toString();
}

function attributeCells({
  age,
  gender,
  expressions,
}: Pick<Face, 'age' | 'gender' | 'expressions'>) {
  const ranked = Object.entries(expressions ?? {}).sort(([, a], [, b]) => b - a);
  return [age?.toFixed(0) ?? '', gender ?? '', ranked[0]?.[0] ?? ''];
}

function matchCell(match: FaceMatch | null | undefined): string {
  return match ? `${match.file} #${match.face}, ${match.distance.toFixed(2)}` : '';
}
