import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import { requireRoom } from './candidates.ts';
import source from './prior.wgsl';

export const priorBoxesShader = defineShader({
  name: 'box-decode/prior',
  source,
  params: struct({
    priors: 'u32',
    first: 'u32',
    classes: 'u32',
    score_class: 'u32',
    scale_y: 'f32',
    scale_x: 'f32',
    scale_height: 'f32',
    scale_width: 'f32',
  }),
  constants: { CODING: 0, SCORING: 0, FACTOR: 0, ROWS_FIRST: 0, CLIP: 0 },
});

/** Numbers that the shader has for the ways to code a box. */
const codings = { centre: 0, distances: 1, corners: 2 } as const;

/** Numbers that the shader has for the ways to say a score. */
const scorings = { sigmoid: 0, softmax: 1, probability: 2 } as const;

/** What a detector was trained to multiply its encodings by: one over what others call variances. */
export interface BoxScales {
  readonly y: number;
  readonly x: number;
  readonly height: number;
  readonly width: number;
}

/** Encodings that are multiplied by nothing. */
export const unitScales: BoxScales = { y: 1, x: 1, height: 1, width: 1 };

export interface PriorBoxesArgs {
  /** `[priors, 4]`, dense, f32 or f16. */
  readonly encodings: Tensor;
  /**
   * How a prior and its encoding make a box: `centre` + t / scale · size, with its size multiplied by
   * exp(t / scale); `distances` t / scale · size of the four sides from the prior's centre; `corners`:
   * they are the box itself, in shares of the network's input.
   */
  readonly coding: 'centre' | 'distances' | 'corners';
  /**
   * `[priors, 4]`, dense, f32: left, top, right, bottom as shares of the network's input. f16 would
   * round them to 1/2048.
   */
  readonly priors: Tensor;
  /** Whether encodings and priors have y before x; false where it is left out. */
  readonly rowsFirst?: boolean | undefined;
  /** `[priors, classes]`, dense, dtype of the encodings. */
  readonly logits: Tensor;
  /** The class that the scores are of. */
  readonly scoreIndex: number;
  /** What the logits become scores by; `probability` where they are scores. */
  readonly scoring: 'sigmoid' | 'softmax' | 'probability';
  /** `[priors]`, dense, dtype of the encodings: multiplies each score, as an objectness does. */
  readonly factors?: Tensor | undefined;
  /** `unitScales` where they are left out. */
  readonly scales?: BoxScales | undefined;
  /** Clamps the boxes to the network's input. */
  readonly clip?: boolean | undefined;
  /** The row of the outputs that the first prior's go to; 0 where it is left out. */
  readonly first?: number | undefined;
  /** `[candidates, 4]`, dense, f32: left, top, right, bottom as shares of the network's input. */
  readonly boxes: Tensor;
  /** `[candidates]`, dense, f32, from 0 to 1. */
  readonly scores: Tensor;
}

/**
 * Decodes boxes that a detector gives relative to priors, for one photo (Liu et al. 2016, "SSD: Single
 * Shot MultiBox Detector"). Cells of an anchor-free detector are priors too: squares of a stride.
 * Detectors with several outputs of that kind write them behind one another.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function priorBoxes(args: PriorBoxesArgs): Dispatch[] {
  const { encodings, coding, priors, rowsFirst, logits, scoreIndex, scoring, factors } = args;
  const { scales = unitScales, clip, first = 0, boxes, scores } = args;
  const real = requireReal('prior-boxes', encodings);
  const { count, classes } = requirePriorBoxes(args);
  return [
    dispatch(priorBoxesShader, {
      label: 'prior boxes',
      real,
      constants: {
        CODING: codings[coding],
        SCORING: scorings[scoring],
        FACTOR: factors ? 1 : 0,
        ROWS_FIRST: rowsFirst ? 1 : 0,
        CLIP: clip ? 1 : 0,
      },
      params: {
        priors: count,
        first,
        classes,
        score_class: scoreIndex,
        scale_y: scales.y,
        scale_x: scales.x,
        scale_height: scales.height,
        scale_width: scales.width,
      },
      tensors: {
        encodings,
        scores: logits,
        // Something must be bound, even where nothing is multiplied.
        factors: factors ?? logits,
        priors,
        boxes,
        scores_out: scores,
      },
      workgroups: linearGrid(count, 64),
    }),
  ];
}

function requirePriorBoxes(args: PriorBoxesArgs) {
  const { encodings, priors, logits, scoreIndex, factors, first = 0, boxes, scores } = args;
  const [count, classes] = logits.shape;
  if (logits.shape.length !== 2) {
    throw shapeMismatch(
      `prior-boxes: logits is ${formatShape(logits.shape)}`,
      'It must have two axes, priors and classes; drop the batch by a view.',
    );
  }
  if (!(scoreIndex >= 0 && scoreIndex < classes)) {
    throw shapeMismatch(
      `prior-boxes: scoreIndex is ${scoreIndex} of ${classes} classes`,
      `Choose one from 0 to ${classes - 1}.`,
    );
  }
  const { dtype } = encodings;
  const layout = 'dense';
  requireSpec('prior-boxes', 'encodings', encodings, { shape: [count, 4], dtype, layout });
  requireSpec('prior-boxes', 'logits', logits, { shape: [count, classes], dtype, layout });
  requireSpec('prior-boxes', 'priors', priors, { shape: [count, 4], dtype: 'f32', layout });
  if (factors) requireSpec('prior-boxes', 'factors', factors, { shape: [count], dtype, layout });
  requireRoom('prior-boxes', 'scores', scores, [first + count]);
  requireRoom('prior-boxes', 'boxes', boxes, [first + count, 4]);
  return { count, classes };
}
