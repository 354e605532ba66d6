import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal } from '../tensor/require.ts';
import { ConstantTensor, formatShape, type Tensor } from '../tensor/tensor.ts';
import { requireCandidates } from './candidates.ts';
import source from './yolo.wgsl';

/** Numbers for each candidate: centre, size and objectness. */
const encodingSize = 5;

export const yoloBoxesShader = defineShader({
  name: 'box-decode/yolo',
  source,
  params: struct({ height: 'u32', width: 'u32', anchors: 'u32' }),
});

/** Width and height of an anchor, in cells. */
export type YoloAnchor = readonly [number, number];

export interface YoloBoxesArgs {
  /**
   * `[height, width, anchors · 5]`, dense, f32 or f16: each cell has tx, ty, tw, th, to for every
   * anchor.
   */
  readonly cells: Tensor;
  readonly anchors: readonly YoloAnchor[];
  /**
   * `[height · width · anchors, 4]`, dense, f32: left, top, right, bottom as shares of the network's
   * input, ordered by row, column and anchor.
   */
  readonly boxes: Tensor;
  /** `[height · width · anchors]`, dense, f32, from 0 to 1. */
  readonly scores: Tensor;
}

/**
 * Decodes the map of a YOLO v2 detector with no classes for one photo (Redmon & Farhadi 2017,
 * "YOLO9000: Better, Faster, Stronger"): centre = (cell + sigmoid(t)) / cells,
 * size = anchor · exp(t) / cells, score = sigmoid(to).
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function yoloBoxes({ cells, anchors, boxes, scores }: YoloBoxesArgs): Dispatch[] {
  const real = requireReal('yolo-boxes', cells);
  requireLayout('yolo-boxes', 'cells', cells, 'dense');
  const [height, width, channels] = cells.shape;
  if (cells.shape.length !== 3 || channels !== anchors.length * encodingSize) {
    throw shapeMismatch(
      `yolo-boxes: cells is ${formatShape(cells.shape)} for ${anchors.length} anchors`,
      `Its shape is [height, width, ${anchors.length * encodingSize}]; drop the batch by a view.`,
    );
  }
  const candidates = height * width * anchors.length;
  requireCandidates('yolo-boxes', candidates, boxes, scores);
  return [
    dispatch(yoloBoxesShader, {
      label: 'yolo boxes',
      real,
      params: { height, width, anchors: anchors.length },
      tensors: { cells, anchors: anchorTensor(anchors), boxes, scores },
      workgroups: linearGrid(candidates, 64),
    }),
  ];
}

function anchorTensor(anchors: readonly YoloAnchor[]): ConstantTensor {
  const spec = { shape: [anchors.length, 2], dtype: 'f32', layout: 'dense' } as const;
  return new ConstantTensor('anchors', spec, Float32Array.from(anchors.flat()));
}
