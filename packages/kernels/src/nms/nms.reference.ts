import type { Shape } from '../tensor/tensor.ts';
import type { NmsThresholds } from './nms.ts';

/** The candidates that are kept, the best first: sorts them and goes down the list, in float64. */
export function nmsReference(
  boxes: Float64Array,
  scores: Float64Array,
  { minScore, iouThreshold, minSize, limit }: NmsThresholds,
): number[] {
  const order = [...scores.keys()]
    .filter((i) => scores[i] > minScore)
    .filter((i) => minSize === undefined || isLarge(boxes.subarray(4 * i, 4 * i + 4), minSize))
    .sort((i, j) => scores[j] - scores[i] || i - j);
  const kept: number[] = [];
  for (const i of order) {
    if (kept.every((better) => iou(boxes, i, better) <= iouThreshold)) kept.push(i);
  }
  return kept.slice(0, limit);
}

function isLarge(
  [left, top, right, bottom]: Float64Array,
  { width, height }: NonNullable<NmsThresholds['minSize']>,
): boolean {
  return right - left >= width && bottom - top >= height;
}

/** The rows that are kept of each class of each image: image, class and candidate. */
export function classNmsReference(
  boxes: Float64Array,
  scores: Float64Array,
  { shape, boxKind, limit, ...thresholds }: ClassNmsSettings,
): number[][] {
  const [batch, classes, candidates] = shape;
  const rows: number[][] = [];
  for (let image = 0; image < batch; image++) {
    const own = boxes.subarray(image * candidates * 4, (image + 1) * candidates * 4);
    const edges = own.map((_, at) => {
      const [a, b, c, d] = own.subarray(at - (at % 4), at - (at % 4) + 4);
      if (boxKind === 'centre') return [a - c / 2, b - d / 2, a + c / 2, b + d / 2][at % 4];
      return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)][at % 4];
    });
    for (let kind = 0; kind < classes; kind++) {
      const start = (image * classes + kind) * candidates;
      const kept = nmsReference(edges, scores.subarray(start, start + candidates), thresholds);
      rows.push(...kept.slice(0, limit).map((candidate) => [image, kind, candidate]));
    }
  }
  return rows;
}

interface ClassNmsSettings extends NmsThresholds {
  /** Of the scores. */
  readonly shape: Shape;
  readonly boxKind: 'corners' | 'centre';
  readonly limit: number;
}

/** Intersection over union of two of the boxes; 0 where one has no area. */
function iou(boxes: Float64Array, i: number, j: number): number {
  const at = (box: number, side: number) => boxes[4 * box + side];
  const area = (box: number) => extent(at(box, 0), at(box, 2)) * extent(at(box, 1), at(box, 3));
  const width = extent(Math.max(at(i, 0), at(j, 0)), Math.min(at(i, 2), at(j, 2)));
  const height = extent(Math.max(at(i, 1), at(j, 1)), Math.min(at(i, 3), at(j, 3)));
  const shared = width * height;
  return shared === 0 ? 0 : shared / (area(i) + area(j) - shared);
}

function extent(low: number, high: number): number {
  return Math.max(high - low, 0);
}
