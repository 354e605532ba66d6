import { yoloBoxes } from '@facegpu/kernels';
import { dense } from '../../gpu/dense.ts';
import type { DecoderKind } from './decoder.ts';

/**
 * YOLO v2 (Redmon & Farhadi 2017) without classes: `output` holds a box and a score for each cell and
 * anchor; `anchors` are width and height of each, in cells.
 */
export const yolo: DecoderKind = (settings) => {
  const name = settings.text('output');
  const anchors = settings.pairs('anchors');
  return {
    iouThreshold: settings.number('iouThreshold'),
    decode(_, output) {
      const cells = output(name);
      const count = cells.shape[0] * cells.shape[1] * anchors.length;
      const boxes = dense('boxes', 'f32', count, 4);
      const scores = dense('scores', 'f32', count);
      return { boxes, scores, dispatches: yoloBoxes({ cells, anchors, boxes, scores }) };
    },
  };
};
