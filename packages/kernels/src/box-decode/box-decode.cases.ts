import type { Random } from '../testing/random.ts';
import type { BoxScales, PriorBoxesArgs } from './prior.ts';

type Prior = Pick<PriorBoxesArgs, 'coding' | 'scoring'>;

export interface PriorBoxesCase extends Prior {
  readonly name: string;
  readonly priors: number;
  readonly classes: number;
  readonly scoreIndex: number;
  readonly scales?: BoxScales;
  readonly clip?: boolean;
  readonly rowsFirst?: boolean;
  /** Whether scores are multiplied by something. */
  readonly factors?: boolean;
  /** Rows of the outputs before the first prior's. */
  readonly first?: number;
  /** Encodings and logits are drawn from ±this; 8 where it is left out. */
  readonly reach?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const plain = {
  priors: 65,
  classes: 2,
  scoreIndex: 1,
  coding: 'centre',
  scoring: 'sigmoid',
} as const;

export const priorBoxesCases: readonly PriorBoxesCase[] = [
  ...[0, 1, 2, 7, 63, 64, 65, 257, 5118].map((priors) => ({
    ...plain,
    name: `${priors} priors`,
    priors,
  })),
  ...[1, 2, 7].map((classes) => ({
    ...plain,
    name: `last of ${classes} classes`,
    classes,
    scoreIndex: classes - 1,
  })),
  { ...plain, name: 'first of 3 classes', classes: 3, scoreIndex: 0 },
  { ...plain, name: 'other scales', scales: { y: 2, x: 3, height: 5, width: 7 } },
  { ...plain, name: 'rows first', rowsFirst: true, scales: { y: 2, x: 3, height: 5, width: 7 } },
  { ...plain, name: 'clip', clip: true },
  { ...plain, name: 'distances', coding: 'distances' },
  { ...plain, name: 'distances, rows first', coding: 'distances', rowsFirst: true },
  { ...plain, name: 'corners', coding: 'corners', clip: true },
  { ...plain, name: 'softmax', scoring: 'softmax' },
  { ...plain, name: 'softmax of 7 classes', scoring: 'softmax', classes: 7, scoreIndex: 3 },
  { ...plain, name: 'probabilities', scoring: 'probability' },
  { ...plain, name: 'factors', factors: true, scoring: 'probability', classes: 1, scoreIndex: 0 },
  { ...plain, name: 'behind others', first: 7, coding: 'distances' },
  { ...plain, name: 'logits that overflow exp', reach: 200, clip: true },
  {
    ...plain,
    name: 'logits that overflow exp, softmax',
    reach: 200,
    scoring: 'softmax',
    clip: true,
  },
  { ...plain, name: 'folded workgroups', priors: 257, folded: true },
  ...(['centre', 'distances', 'corners'] as const).map((coding) => ({
    ...plain,
    name: `NaN and infinities, ${coding}, clip`,
    priors: 63,
    coding,
    clip: true,
    notFinite: true,
  })),
];

export function drawPriorBoxes(random: Random): PriorBoxesCase {
  const priors = random.integer(1, 300);
  const classes = random.integer(1, 5);
  const scoreIndex = random.integer(0, classes - 1);
  const clip = random.pick([true, false]);
  const coding = random.pick(['centre', 'distances', 'corners'] as const);
  const scoring = random.pick(['sigmoid', 'softmax', 'probability'] as const);
  const kind = `${coding}, ${scoring}${clip ? ', clip' : ''}`;
  const name = `${priors} priors, class ${scoreIndex} of ${classes}, ${kind}`;
  return { name, priors, classes, scoreIndex, clip, coding, scoring };
}

export interface PriorPointsCase {
  readonly name: string;
  readonly priors: number;
  readonly points: number;
  readonly scales?: Pick<BoxScales, 'x' | 'y'>;
  /** Rows of the output before the first prior's. */
  readonly first?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const priorPointsCases: readonly PriorPointsCase[] = [
  ...[0, 1, 63, 65, 257].map((priors) => ({ name: `${priors} priors`, priors, points: 5 })),
  { name: 'one point', priors: 65, points: 1 },
  { name: '7 points, scales', priors: 13, points: 7, scales: { x: 10, y: 3 } },
  { name: 'behind others', priors: 31, points: 5, first: 3 },
  { name: 'folded workgroups', priors: 101, points: 5, folded: true },
  { name: 'NaN and infinities', priors: 31, points: 5, notFinite: true },
];

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
