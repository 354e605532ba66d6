import type { Random } from '../testing/random.ts';
import type { NmsThresholds } from './nms.ts';

/**
 * Boxes lie on a grid of 1/64 and IoU thresholds are sums of a few powers of 2: areas and their
 * comparison are exact in f32, on the threshold too.
 */
export interface NmsCase extends NmsThresholds {
  readonly name: string;
  readonly candidates: number;
  /** Places that the boxes gather around. */
  readonly clusters: number;
  /** Scores are multiples of 1 over this. */
  readonly levels: number;
  /** Every so many scores are NaN. */
  readonly nanEvery?: number;
}

const plain: Omit<NmsCase, 'name'> = {
  candidates: 257,
  clusters: 20,
  levels: 1 << 24,
  minScore: 0.25,
  iouThreshold: 0.375,
};

export const nmsCases: readonly NmsCase[] = [
  ...[0, 1, 2, 7, 31, 32, 33, 63, 64, 65, 257].map((candidates) => ({
    ...plain,
    name: `${candidates} candidates`,
    candidates,
  })),
  { ...plain, name: 'none above the score', minScore: 1 },
  { ...plain, name: 'all above the score', minScore: -1 },
  { ...plain, name: 'equal scores', levels: 3 },
  { ...plain, name: 'all scores equal, some at the threshold', levels: 1, minScore: 0 },
  { ...plain, name: 'some NaN scores', nanEvery: 3 },
  { ...plain, name: 'all NaN scores', nanEvery: 1, minScore: -1 },
  { ...plain, name: 'threshold 0', iouThreshold: 0 },
  { ...plain, name: 'threshold 0.5', iouThreshold: 0.5 },
  { ...plain, name: 'threshold 1', iouThreshold: 1 },
  { ...plain, name: 'the best 33', limit: 33 },
  { ...plain, name: 'the best 0', limit: 0 },
  { ...plain, name: 'the best 300', limit: 300 },
  { ...plain, name: 'none less wide than 14', minSize: { width: 14 / 64, height: 0 } },
  { ...plain, name: 'none less high than 14', minSize: { width: 0, height: 14 / 64 } },
  { ...plain, name: 'the best 7 of 9×13', minSize: { width: 9 / 64, height: 13 / 64 }, limit: 7 },
  { ...plain, name: 'one cluster', clusters: 1, minScore: 0 },
  { ...plain, name: 'about 50 of 5118', candidates: 5118, minScore: 0.99 },
  { ...plain, name: '5118 of 5118', candidates: 5118, clusters: 300, minScore: -1 },
  { ...plain, name: '5118 of 5118 kept', candidates: 5118, minScore: -1, iouThreshold: 1 },
];

export function drawNms(random: Random): NmsCase {
  const candidates = random.integer(1, 600);
  const clusters = random.integer(1, 60);
  const levels = random.pick([5, 1 << 24]);
  const minScore = random.pick([0, 0.5, 0.75]);
  const iouThreshold = random.integer(1, 7) / 8;
  const name = `${candidates} candidates in ${clusters} clusters, ${levels} levels, score ${minScore}, IoU ${iouThreshold}`;
  const minSize = { width: random.integer(-3, 20) / 64, height: random.integer(0, 20) / 64 };
  return { name, candidates, clusters, levels, minScore, iouThreshold, minSize };
}

/** Boxes and scores of a case. One box in 16 has no area. */
export function nmsCandidates(
  random: Random,
  { candidates, clusters, levels, nanEvery = Infinity }: NmsCase,
): { boxes: number[]; scores: number[] } {
  const centres = Array.from({ length: clusters }, () => [
    random.integer(-20, 84),
    random.integer(-20, 84),
  ]);
  const boxes: number[] = [];
  const scores: number[] = [];
  for (let i = 0; i < candidates; i++) {
    const [x, y] = random.pick(centres);
    const left = x + random.integer(-4, 4);
    const top = y + random.integer(-4, 4);
    const smallest = random.integer(0, 15) === 0 ? -3 : 8;
    const right = left + random.integer(smallest, smallest + 12);
    const bottom = top + random.integer(8, 20);
    boxes.push(left / 64, top / 64, right / 64, bottom / 64);
    scores.push(i % nanEvery === nanEvery - 1 ? NaN : random.integer(0, levels) / levels);
  }
  return { boxes, scores };
}

export interface ClassNmsCase extends Omit<NmsCase, 'nanEvery' | 'minSize'> {
  readonly batch: number;
  readonly classes: number;
  readonly boxKind: 'corners' | 'centre';
  readonly limit: number;
}

export const classNmsCases: readonly ClassNmsCase[] = [
  classes(1, 1, 65, 257),
  classes(2, 3, 63, 5),
  classes(3, 7, 31, 1),
  classes(2, 3, 7, 0),
  classes(1, 5, 0, 3),
  { ...classes(2, 3, 257, 100), name: 'centre and size', boxKind: 'centre' },
  { ...classes(2, 2, 64, 64), name: 'no threshold of scores', minScore: -Infinity },
  { ...classes(2, 2, 64, 64), name: 'none above the score', minScore: 2 },
  { ...classes(1, 2, 64, 9), name: 'equal scores', levels: 2 },
];

function classes(batch: number, count: number, candidates: number, limit: number): ClassNmsCase {
  const name = `${batch} images, ${count} classes, ${limit} of ${candidates} candidates`;
  return { ...plain, name, batch, classes: count, candidates, limit, boxKind: 'corners' };
}
