import { groupsOfPair, type PhotoGroups } from '../../evaluate/group-columns.ts';
import type { PairList } from '../../evaluate/pairs.ts';
import { readPhotoFile } from '../../evaluate/read-file.ts';
import {
  type ReportedPair,
  renderReport,
  type ShownFace,
  type ShownPair,
} from '../../evaluate/report/render-report.ts';
import { worstPairs } from '../../evaluate/report/worst-pairs.ts';
import { centralFace } from '../../faces/pick.ts';
import type { FacePipeline } from '../../pipeline.ts';
import { type DescribedPhotos, photoAsMeasured } from '../describe-photos.ts';
import { pictureOf } from '../face-picture.ts';
import { replaceFile } from '../files.ts';
import type { PairsReport } from './evaluate-pairs.ts';

export interface ReportOptions {
  readonly minScore: number;
  readonly roll?: number;
}

/** What was measured, and what of. */
export interface Measured {
  readonly report: PairsReport;
  readonly list: PairList;
  readonly described: DescribedPhotos;
  /** Each once, in the order in which they were described. */
  readonly photos: readonly string[];
  /** Which groups photos belong to, besides those that their pairs say. */
  readonly groups: PhotoGroups | undefined;
}

/** How many pairs of each kind are shown. */
const mostShown = 8;

/**
 * Writes a page about pairs of photos, which needs nothing besides itself. The faces of those that are shown are looked
 * for once more, for their pictures.
 *
 * @throws FaceGpuError `file-unreadable`, `file-unwritable`
 */
export async function writeReport(
  file: string,
  pipeline: FacePipeline,
  measured: Measured,
  options: ReportOptions,
): Promise<void> {
  const { report, list, described, groups } = measured;
  const groupsOf = (name: string) => groups?.groupsOf(name) ?? {};
  const unused = new Set(described.unreadable);
  const used = [...list.pairs.entries()].filter(([, { a, b }]) => !unused.has(a) && !unused.has(b));
  const pairs = used.map(([i, pair]): ReportedPair => {
    const distance = report.distances[i] ?? Number.POSITIVE_INFINITY;
    const [a, b] = [pair.a, pair.b].map((name) => described.qualities?.get(name) ?? 0);
    const own = { ...pair.groups, ...groupsOfPair(groupsOf(pair.a), groupsOf(pair.b)) };
    return { same: pair.same, distance, groups: own, quality: Math.min(a, b) };
  });
  const worst = worstPairs(pairs, mostShown);
  const show = async (numbers: readonly number[]) => {
    const shown: ShownPair[] = [];
    for (const number of numbers) {
      const [, pair] = used[number];
      const faces = [
        await showFace(pipeline, pair.a, measured, options),
        await showFace(pipeline, pair.b, measured, options),
      ];
      shown.push({ distance: pairs[number].distance, faces: faces.flatMap((face) => face ?? []) });
    }
    return shown;
  };
  const page = await renderReport({
    ...report,
    title: `${report.pairs} pairs of photos`,
    missed: report.missed.length,
    pairs,
    worst: { mated: await show(worst.mated), nonMated: await show(worst.nonMated) },
  });
  await replaceFile(file, page);
}

/** The face of a photo that was measured, as pictures. */
async function showFace(
  pipeline: FacePipeline,
  name: string,
  { list, described, photos }: Measured,
  { minScore, roll = 0 }: ReportOptions,
): Promise<ShownFace | undefined> {
  const bytes = await readPhotoFile(list.resolve(name));
  const photo = await photoAsMeasured(bytes, { name, index: photos.indexOf(name), roll });
  const found = await pipeline.detectIn(photo, { minScore, chips: true, pixels: true });
  const face = centralFace(found.faces, found);
  if (!face) return undefined;
  const quality = described.qualities?.get(name) ?? 0;
  return { name, quality, ...(await pictureOf(face, found)) };
}
