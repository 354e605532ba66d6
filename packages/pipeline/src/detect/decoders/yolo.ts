import { yoloBoxes } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { dense } from '../../gpu/dense.ts';
import { defineDecoder } from '../../models/decode.ts';
import { type BoxDecoder, share } from './decoder.ts';

const { listOf, name, of } = schema;

interface YoloSettings {
  /** The output that holds a box and a score for each cell and anchor. */
  readonly output: string;
  /** Width and height of each anchor, in cells. */
  readonly anchors: readonly (readonly [number, number])[];
  readonly iouThreshold: number;
}

/** YOLO v2 (Redmon & Farhadi 2017) without classes. */
export const yolo = defineDecoder<YoloSettings, BoxDecoder>(
  { output: name, anchors: listOf(listOf(of(kinds.real), 2)), iouThreshold: share },
  ({ output: map, anchors, iouThreshold }) => ({
    iouThreshold,
    decode({ output }) {
      const cells = output(map);
      const count = cells.shape[0] * cells.shape[1] * anchors.length;
      const boxes = dense('boxes', 'f32', count, 4);
      const scores = dense('scores', 'f32', count);
      return { boxes, scores, dispatches: yoloBoxes({ cells, anchors, boxes, scores }) };
    },
  }),
);
