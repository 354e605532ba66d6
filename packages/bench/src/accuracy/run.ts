import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pixelsOf } from '../works/pictures.ts';
import { contactSheet } from './contact-sheet.ts';
import { ours, theirs } from './contenders.ts';
import { type AccuracyRow, measureAccuracy } from './measure.ts';
import { pairSets } from './pair-sets.ts';
import { plotAccuracy } from './plot.ts';
import { accuracyTables } from './report.ts';

/** What `--filter` calls it. */
export const accuracySuite = 'accuracy';

/**
 * How well pairs of photos are told to be of one person or of two, under what happens to photos. After Ctrl-C it reports
 * what it knows by then.
 *
 * @param folder of the package
 */
export async function runAccuracy(
  folder: URL,
  { quick, report }: { quick: boolean; report: boolean },
): Promise<AccuracyRow[]> {
  const kept = fileURLToPath(new URL('node_modules/.cache/accuracy/', folder));
  await mkdir(kept, { recursive: true });
  await using pipeline = await ours();
  const contenders = [pipeline, await theirs()];
  const cache = path.join(kept, 'descriptors.jsonl');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const { signal } = stop;
  const rows = await measureAccuracy(contenders, { sets: await pairSets(), quick, cache, signal });
  const tables = accuracyTables(rows);
  console.log(tables);
  if (report) await writeResults(new URL('results/', folder), rows, tables);
  return rows;
}

async function writeResults(
  folder: URL,
  rows: readonly AccuracyRow[],
  tables: string,
): Promise<void> {
  const sheet = await contactSheet(await pixelsOf('one-face'));
  await writeFile(new URL('accuracy-conditions.jpg', folder), sheet);
  await writeFile(new URL('accuracy.svg', folder), `${await plotAccuracy(rows)}\n`);
  await writeFile(new URL('accuracy.md', folder), `${introduction}\n${tables}\n`);
  console.log('report: packages/bench/results/accuracy.md');
}

const introduction = `# Accuracy under what happens to photos

Pairs of photos, of people whom no threshold was measured on, decided at the threshold that each library takes by default:
FaceGPU's default pipeline with both recognisers (a false-match rate of 1e-4), and \`@vladmandic/face-api\` with its SSD
detector, its net of 68 points and its descriptor (distance 0.6). Each takes the face in the middle of the photo. How
FaceGPU looks for profiles was chosen on those of \`cfp/dev\`, and at dark photos on LFW's training set. The first photo of a pair
is as it is; the second is under a condition. A pair in which a face is missed is of two people. Intervals are 95 % (Wilson, as if pairs were independent).

\`npm run bench -- --filter accuracy --report\`, with the photos of \`../shared/data\`: 400 pairs of Labeled Faces in the Wild
(\`lfw-dev/pairs.txt\`), every second of them turned and every fourth under what else happens to photos; all 91 pairs of the
14 photos of \`people\`; the same photos with \`photos/obama_partial_face*.jpg\`, in which half a face is hidden; and the 700 + 700
pairs of \`cfp/dev\`, Celebrities in Frontal-Profile.

![accuracy under each condition](accuracy.svg)

A photo under each condition:

![one photo under all conditions](accuracy-conditions.jpg)
`;
