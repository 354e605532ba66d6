import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import { requireCandidates } from './candidates.ts';
import source from './ssd.wgsl';

export const ssdBoxesShader = defineShader({
  name: 'box-decode/ssd',
  source,
  params: struct({
    anchors: 'u32',
    classes: 'u32',
    score_class: 'u32',
    scale_y: 'f32',
    scale_x: 'f32',
    scale_height: 'f32',
    scale_width: 'f32',
  }),
  constants: { CLIP: 0 },
});

/** What a detector was trained to multiply its encodings by. */
export interface BoxScales {
  readonly y: number;
  readonly x: number;
  readonly height: number;
  readonly width: number;
}

/** The TensorFlow object detection API's default. */
export const ssdScales: BoxScales = { y: 10, x: 10, height: 5, width: 5 };

export interface SsdBoxesArgs {
  /** `[anchors, 4]`, dense, f32 or f16: ty, tx, th, tw. */
  readonly encodings: Tensor;
  /** `[anchors, classes]`, dense, dtype of the encodings. */
  readonly logits: Tensor;
  /**
   * `[anchors, 4]`, dense, f32: top, left, bottom, right as shares of the network's input. f16 would
   * round them to 1/2048.
   */
  readonly anchors: Tensor;
  /** The class that the scores are of. */
  readonly scoreIndex: number;
  /** {@link ssdScales} where it is left out. */
  readonly scales?: BoxScales | undefined;
  /** Clamps the boxes to the network's input. */
  readonly clip?: boolean | undefined;
  /** `[anchors, 4]`, dense, f32: left, top, right, bottom as shares of the network's input. */
  readonly boxes: Tensor;
  /** `[anchors]`, dense, f32, from 0 to 1. */
  readonly scores: Tensor;
}

/**
 * Decodes the outputs of a single-shot detector for one photo (Liu et al. 2016, "SSD: Single Shot
 * MultiBox Detector"), as the box coder of the TensorFlow object detection API does:
 * centre = anchor centre + t / scale · anchor size, size = anchor size · exp(t / scale),
 * score = sigmoid(logit).
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function ssdBoxes(args: SsdBoxesArgs): Dispatch[] {
  const { encodings, logits, anchors, scoreIndex, scales = ssdScales, clip, boxes, scores } = args;
  const real = requireReal('ssd-boxes', encodings);
  const { count, classes } = requireSsdBoxes(args);
  return [
    dispatch(ssdBoxesShader, {
      label: 'ssd boxes',
      real,
      constants: { CLIP: clip ? 1 : 0 },
      params: {
        anchors: count,
        classes,
        score_class: scoreIndex,
        scale_y: scales.y,
        scale_x: scales.x,
        scale_height: scales.height,
        scale_width: scales.width,
      },
      tensors: { encodings, logits, anchors, boxes, scores },
      workgroups: linearGrid(count, 64),
    }),
  ];
}

function requireSsdBoxes({ encodings, logits, anchors, scoreIndex, boxes, scores }: SsdBoxesArgs) {
  const [count, classes] = logits.shape;
  if (logits.shape.length !== 2) {
    throw shapeMismatch(
      `ssd-boxes: logits is ${formatShape(logits.shape)}`,
      'It must have two axes, anchors and classes; drop the batch by a view.',
    );
  }
  if (!(scoreIndex >= 0 && scoreIndex < classes)) {
    throw shapeMismatch(
      `ssd-boxes: scoreIndex is ${scoreIndex} of ${classes} classes`,
      `Choose one from 0 to ${classes - 1}.`,
    );
  }
  const { dtype } = encodings;
  requireSpec('ssd-boxes', 'encodings', encodings, { shape: [count, 4], dtype, layout: 'dense' });
  requireSpec('ssd-boxes', 'logits', logits, { shape: [count, classes], dtype, layout: 'dense' });
  requireSpec('ssd-boxes', 'anchors', anchors, {
    shape: [count, 4],
    dtype: 'f32',
    layout: 'dense',
  });
  requireCandidates('ssd-boxes', count, boxes, scores);
  return { count, classes };
}
