import type { Box } from '../api/face.ts';
import { overlap } from '../detect/overlap.ts';

/** A face that was marked by hand. */
export interface MarkedFace {
  readonly box: Box;
  /** Whether it needn't be found, and is no mistake where it is. */
  readonly ignored: boolean;
}

/** A face that a detector found. */
export interface ScoredBox {
  readonly box: Box;
  readonly score: number;
}

/** A photo, with what was marked and what was found. */
export interface DetectedPhoto {
  readonly marked: readonly MarkedFace[];
  readonly found: readonly ScoredBox[];
}

/** How well a detector finds faces. */
export interface DetectionMetrics {
  /** Faces that should be found. */
  readonly faces: number;
  /** Share of them that is found with a score above the least one. */
  readonly recall: number;
  /** Share of faces among what is found so. */
  readonly precision: number;
  /** Area under the curve of precision over recall. */
  readonly averagePrecision: number;
}

/** A marked face counts as found where intersection over union is at least this. */
const leastOverlap = 0.5;

/**
 * Recall and average precision, as WIDER FACE has them (Yang et al. 2016): the best box first, each takes
 * the marked face that it overlaps most, from {@link leastOverlap} on; a second box for the same face is a
 * mistake, and one for an ignored face is nothing. The curve's precision is made monotonic before its
 * area is taken, as PASCAL VOC does; it has a step for each box instead of a thousand.
 *
 * @param leastScore for recall and precision; the average precision is over all scores
 */
export function detectionMetrics(
  photos: readonly DetectedPhoto[],
  leastScore: number,
): DetectionMetrics {
  const faces = photos.reduce(
    (sum, { marked }) => sum + marked.filter(({ ignored }) => !ignored).length,
    0,
  );
  const judged = photos.flatMap(judge).sort((a, b) => b.score - a.score);
  const curve: { recall: number; precision: number }[] = [];
  let hits = 0;
  judged.forEach(({ isHit }, i) => {
    if (isHit) hits++;
    curve.push({ recall: hits / faces, precision: hits / (i + 1) });
  });
  const last = judged.filter(({ score }) => score > leastScore).length - 1;
  const { recall, precision } = curve[last] ?? { recall: 0, precision: 1 };
  return { faces, recall, precision, averagePrecision: areaUnder(curve) };
}

/** Which boxes of a photo are faces, without those that count for nothing. */
function judge({ marked, found }: DetectedPhoto): { score: number; isHit: boolean }[] {
  const taken = new Set<MarkedFace>();
  const judged: { score: number; isHit: boolean }[] = [];
  for (const { box, score } of [...found].sort((a, b) => b.score - a.score)) {
    let best: MarkedFace | undefined;
    let most = leastOverlap;
    for (const face of marked) {
      const own = overlap(box, face.box);
      if (own < most) continue;
      most = own;
      best = face;
    }
    if (best?.ignored) continue;
    judged.push({ score, isHit: best !== undefined && !taken.has(best) });
    if (best) taken.add(best);
  }
  return judged;
}

function areaUnder(curve: readonly { recall: number; precision: number }[]): number {
  let [area, envelope, right] = [0, 0, curve.at(-1)?.recall ?? 0];
  for (const { recall, precision } of [...curve].reverse()) {
    area += (right - recall) * envelope;
    envelope = Math.max(envelope, precision);
    right = recall;
  }
  return area + right * envelope;
}
