import type { Random } from '../testing/random.ts';
import type { BoxScales } from './ssd.ts';

export interface SsdBoxesCase {
  readonly name: string;
  readonly anchors: number;
  readonly classes: number;
  readonly scoreIndex: number;
  readonly scales?: BoxScales;
  readonly clip?: boolean;
  /** Encodings and logits are drawn from ±this; 8 where it is left out. */
  readonly reach?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const plainSsd = { anchors: 65, classes: 2, scoreIndex: 1 };

export const ssdBoxesCases: readonly SsdBoxesCase[] = [
  ...[0, 1, 2, 7, 63, 64, 65, 257, 5118].map((anchors) => ({
    ...plainSsd,
    name: `${anchors} anchors`,
    anchors,
  })),
  ...[1, 2, 7].map((classes) => ({
    ...plainSsd,
    name: `last of ${classes} classes`,
    classes,
    scoreIndex: classes - 1,
  })),
  { ...plainSsd, name: 'first of 3 classes', classes: 3, scoreIndex: 0 },
  { ...plainSsd, name: 'other scales', scales: { y: 2, x: 3, height: 5, width: 7 } },
  { ...plainSsd, name: 'clip', clip: true },
  { ...plainSsd, name: 'logits that overflow exp', reach: 200, clip: true },
  { ...plainSsd, name: 'folded workgroups', anchors: 257, folded: true },
  { ...plainSsd, name: 'NaN and infinities, clip', anchors: 63, clip: true, notFinite: true },
];

export function drawSsdBoxes(random: Random): SsdBoxesCase {
  const anchors = random.integer(1, 300);
  const classes = random.integer(1, 5);
  const scoreIndex = random.integer(0, classes - 1);
  const clip = random.pick([true, false]);
  const name = `${anchors} anchors, class ${scoreIndex} of ${classes}${clip ? ', clip' : ''}`;
  return { name, anchors, classes, scoreIndex, clip };
}

export interface YoloBoxesCase {
  readonly name: string;
  /** Height and width in cells. */
  readonly grid: readonly [number, number];
  readonly anchors: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const yoloBoxesCases: readonly YoloBoxesCase[] = [
  { name: '13×13, 5 anchors', grid: [13, 13], anchors: 5 },
  { name: 'one cell, one anchor', grid: [1, 1], anchors: 1 },
  { name: 'one row', grid: [1, 65], anchors: 2 },
  { name: 'one column', grid: [65, 1], anchors: 3 },
  { name: 'no rows', grid: [0, 7], anchors: 5 },
  { name: '63 anchors', grid: [2, 3], anchors: 63 },
  { name: 'folded workgroups', grid: [13, 7], anchors: 3, folded: true },
  { name: 'NaN and infinities', grid: [5, 7], anchors: 3, notFinite: true },
];

export function drawYoloBoxes(random: Random): YoloBoxesCase {
  const grid = [random.integer(1, 20), random.integer(1, 20)] as const;
  const anchors = random.integer(1, 7);
  return { name: `${grid.join('×')}, ${anchors} anchors`, grid, anchors };
}
