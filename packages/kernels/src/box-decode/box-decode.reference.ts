import { activate } from '../shader/activation.ts';
import type { BoxScales, PriorBoxesArgs } from './prior.ts';
import type { YoloAnchor } from './yolo.ts';

export interface Decoded {
  /** Left, top, right, bottom of each candidate. */
  readonly boxes: readonly number[];
  readonly scores: readonly number[];
}

export interface PriorReferenceArgs
  extends Pick<PriorBoxesArgs, 'coding' | 'scoring' | 'scoreIndex'> {
  readonly encodings: Float64Array;
  readonly logits: Float64Array;
  readonly classes: number;
  readonly priors: Float64Array;
  readonly factors: Float64Array | undefined;
  readonly rowsFirst: boolean;
  readonly scales: BoxScales;
  readonly clip: boolean;
}

/** Each prior's box and score, in float64. */
export function priorReference(args: PriorReferenceArgs): Decoded {
  const { encodings, logits, classes, priors, scoreIndex, factors, scales, clip } = args;
  const boxes: number[] = [];
  const scores: number[] = [];
  const four = (values: Float64Array, i: number) => {
    const [a, b, c, d] = values.subarray(4 * i, 4 * i + 4);
    return args.rowsFirst ? [b, a, d, c] : [a, b, c, d];
  };
  for (let i = 0; i < priors.length / 4; i++) {
    const [first, second, third, fourth] = four(encodings, i);
    const [tx, ty, tw, th] = [
      first / scales.x,
      second / scales.y,
      third / scales.width,
      fourth / scales.height,
    ];
    const [left, top, right, bottom] = four(priors, i);
    const [width, height] = [right - left, bottom - top];
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const box = {
      centre: () =>
        around(x + tx * width, y + ty * height, Math.exp(tw) * width, Math.exp(th) * height),
      distances: () => [x - tx * width, y - ty * height, x + tw * width, y + th * height],
      corners: () => [tx, ty, tw, th],
    }[args.coding]();
    boxes.push(...(clip ? box.map((side) => Math.min(Math.max(side, 0), 1)) : box));
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const own = row[scoreIndex];
    const score = {
      sigmoid: () => sigmoid(own),
      softmax: () => 1 / row.reduce((sum, logit) => sum + Math.exp(logit - own), 0),
      probability: () => own,
    }[args.scoring]();
    scores.push(score * (factors ? factors[i] : 1));
  }
  return { boxes, scores };
}

/** Each point of each prior, in float64. */
export function priorPointsReference(
  encodings: Float64Array,
  priors: Float64Array,
  points: number,
  scales: Pick<BoxScales, 'x' | 'y'>,
): number[] {
  return Array.from(encodings, (value, i) => {
    const [left, top, right, bottom] = four(priors, 4 * Math.floor(i / (2 * points)));
    return i % 2 === 0
      ? (left + right) / 2 + (value / scales.x) * (right - left)
      : (top + bottom) / 2 + (value / scales.y) * (bottom - top);
  });
}

/** The box and score of each anchor of each cell, in float64. */
export function yoloReference(
  cells: Float64Array,
  [height, width]: readonly [number, number],
  anchors: readonly YoloAnchor[],
): Decoded {
  const boxes: number[] = [];
  const scores: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (const [anchorWidth, anchorHeight] of anchors) {
        const at = 5 * scores.length;
        const [tx, ty, tw, th] = four(cells, at);
        const x = (column + sigmoid(tx)) / width;
        const y = (row + sigmoid(ty)) / height;
        const boxWidth = (Math.exp(tw) * anchorWidth) / width;
        const boxHeight = (Math.exp(th) * anchorHeight) / height;
        boxes.push(...around(x, y, boxWidth, boxHeight));
        scores.push(sigmoid(cells[at + 4]));
      }
    }
  }
  return { boxes, scores };
}

function around(x: number, y: number, width: number, height: number): number[] {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

function sigmoid(x: number): number {
  return activate({ kind: 'sigmoid' }, x);
}

function four(values: Float64Array, at: number): [number, number, number, number] {
  return [...values.subarray(at, at + 4)] as [number, number, number, number];
}
