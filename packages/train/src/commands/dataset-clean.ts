import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import {
  note,
  printJson,
  printText,
  requireWritable,
  writing,
} from '@facegpu/pipeline/command-line';
import Table from 'cli-table3';
import { readDecisions } from '../clean/decision-file.ts';
import type { Decision } from '../clean/decisions.ts';
import { type Finding, findSuspects } from '../clean/find-suspects.ts';
import { followDecisions } from '../clean/follow-decisions.ts';
import { hashPhotos } from '../clean/hash-photos.ts';
import type { Suspect } from '../clean/kinds.ts';
import { nearestOn } from '../clean/nearest.ts';
import type { PageData } from '../clean/page/data.ts';
import { makePageData, renderPage, servePageOf } from '../clean/page/make-page.ts';
import type { PreparedPhoto } from '../dataset/prepare-dataset.ts';
import { type DatasetOptions, openDataset } from './open-dataset.ts';

export interface CleanOptions extends DatasetOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly decisions?: string;
  /** A port, or just whether to serve. */
  readonly serve?: number | boolean;
  readonly limit: number;
}

/** `facegpu dataset clean`: the photos that somebody should look at, and a page to look at them with. */
export async function cleanDataset(source: string, options: CleanOptions): Promise<void> {
  const { out, decisions: file, serve, json } = options;
  if (serve !== undefined && file === undefined) {
    throw new FaceGpuError(
      'bad-argument',
      'what is decided on a page that is served has no file',
      'Name one: --decisions FILE. It is made where it is not there.',
    );
  }
  if (out !== undefined) await requireWritable(out);
  const { suspects, photos, page } = await review(source, options);
  if (json) printJson(suspects.map(toJson));
  else printText(toText(suspects, photos));
  if (page && out !== undefined) {
    await writing(out, () => writeFile(out, renderPage(page)));
    note(`the page is ${out}`);
  }
  if (page && serve !== undefined && file !== undefined) {
    const { address } = await servePageOf(page, file, serve === true ? 0 : Number(serve));
    note(`the page is at ${address} and saves in ${file}; Ctrl+C ends it`);
  }
}

/** What is suspect by the decisions so far, and a page of it where one is wanted. */
async function review(
  source: string,
  options: CleanOptions,
): Promise<{ suspects: Finding[]; photos: number; page: PageData | undefined }> {
  const { out, serve, decisions: file, limit } = options;
  const decisions = file === undefined ? [] : await readDecisions(file, serve !== undefined);
  const isShown = out !== undefined || serve !== undefined;
  const needed = { ages: false, chips: isShown };
  const { dataset, pipeline } = await openDataset(source, options, needed);
  await using _ = pipeline;
  const { recognizer } = dataset;
  const followed = followDecisions(dataset.photos, decisions);
  const { kept, decided, stale } = followed;
  for (const { file } of stale) note(`${file}: a decision on a photo that is not there any more`);
  const broken = await hashPhotos(dataset.root, dataset.unreadable);
  const ofBroken = followDecisions(broken, decisions).decided;
  const findNearest = nearestOn(pipeline, recognizer);
  const all = await findSuspects(kept, dataset.unreadable, recognizer, findNearest);
  const suspects = all.filter(({ file }) => isOpen(decided.get(file) ?? ofBroken.get(file)));
  if (!isShown) return { suspects, photos: kept.length, page: undefined };
  const page = await makePageData({
    dataset,
    photos: kept,
    findings: [...suspects, ...decidedFindings(dataset.photos, decided, suspects)],
    hashes: new Map(broken.map(({ file, hash }) => [file, hash])),
    limit,
    id: createHash('sha256').update(path.resolve(source)).digest('hex').slice(0, 16),
    title: `Cleaning ${path.basename(path.resolve(source))}`,
    decisions,
  });
  return { suspects, photos: kept.length, page };
}

/** Whether a photo still has to be decided on. */
function isOpen(decision: Decision | undefined): boolean {
  return decision === undefined || decision.action === 'unsure';
}

/** Photos that were decided on, so that the page can show them, and a decision be taken back. */
function decidedFindings(
  photos: readonly PreparedPhoto[],
  decided: ReadonlyMap<string, Decision>,
  suspects: readonly Finding[],
): Finding[] {
  const shown = new Set(suspects.map(({ file }) => file));
  return photos.flatMap(({ file, person }): Finding[] => {
    const decision = decided.get(file);
    if (!decision || shown.has(file)) return [];
    const proposed = decision.person ?? null;
    return [{ file, person, proposed, score: 0, kinds: [], reasons: ['decided before'] }];
  });
}

function toJson({ file, person, proposed, score, kinds }: Finding): Suspect {
  return { file, person, proposed, score: Math.round(score * 1e4) / 1e4, kinds };
}

/** How many suspects the terminal shows. */
const mostShown = 20;

function toText(suspects: readonly Finding[], photos: number): string {
  const head = `${suspects.length} of ${photos} photos are suspect`;
  if (suspects.length === 0) return head;
  const table = new Table({
    head: ['score', 'photo', 'kinds', 'proposed'],
    style: { head: [], border: [], compact: true },
  });
  for (const { score, file, kinds, proposed } of suspects.slice(0, mostShown)) {
    table.push([score.toFixed(2), file, kinds.join(', '), proposed ?? '']);
  }
  const more = suspects.length - mostShown;
  const rest = more > 0 ? `\n${more} more: --json prints them all, --out FILE shows them` : '';
  return `${head}, the worst first\n${table.toString()}${rest}`;
}
