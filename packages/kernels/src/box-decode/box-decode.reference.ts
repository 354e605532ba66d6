import { activate } from '../shader/activation.ts';
import type { BoxScales } from './ssd.ts';
import type { YoloAnchor } from './yolo.ts';

export interface Decoded {
  /** Left, top, right, bottom of each candidate. */
  readonly boxes: readonly number[];
  readonly scores: readonly number[];
}

export interface SsdReferenceArgs {
  readonly encodings: Float64Array;
  readonly logits: Float64Array;
  readonly classes: number;
  readonly anchors: Float64Array;
  readonly scoreIndex: number;
  readonly scales: BoxScales;
  readonly clip: boolean;
}

/** Each anchor's box and score, in float64. */
export function ssdReference(args: SsdReferenceArgs): Decoded {
  const { encodings, logits, classes, anchors, scoreIndex, scales, clip } = args;
  const boxes: number[] = [];
  const scores: number[] = [];
  for (let i = 0; i < anchors.length / 4; i++) {
    const [ty, tx, th, tw] = four(encodings, 4 * i);
    const [top, left, bottom, right] = four(anchors, 4 * i);
    const height = bottom - top;
    const width = right - left;
    const box = around(
      (left + right) / 2 + (tx / scales.x) * width,
      (top + bottom) / 2 + (ty / scales.y) * height,
      Math.exp(tw / scales.width) * width,
      Math.exp(th / scales.height) * height,
    );
    boxes.push(...(clip ? box.map((side) => Math.min(Math.max(side, 0), 1)) : box));
    scores.push(sigmoid(logits[i * classes + scoreIndex]));
  }
  return { boxes, scores };
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
