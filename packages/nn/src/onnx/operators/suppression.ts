import { int } from '../attributes.ts';
import { unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator } from '../operator.ts';

/**
 * How many boxes are left is known only in the run: the output has room for as many as there may be, and
 * ends in rows of -1.
 */
const nonMaxSuppression = defineOnnxOperator({
  attributes: { center_point_box: int(0) },
  inputs: [2, 5],
  lacks: 'limits and thresholds that are computed; the output ends in rows of -1',
  lower: (context) => {
    const [boxes, scores] = [context.dense(context.input(0)), context.dense(context.input(1))];
    const [limit = 0] = context.numbers(2) ?? [];
    const [iouThreshold = 0] = context.numbers(3) ?? [];
    const [scoreThreshold] = context.numbers(4) ?? [];
    if (iouThreshold < 0 || iouThreshold > 1) {
      throw unsupported(`an iou_threshold of ${iouThreshold}`, 'It goes from 0 to 1.');
    }
    const [kept] = context.nodes(2, 'nonMaxSuppression', [boxes, scores], {
      limit: Math.max(limit, 0),
      iouThreshold,
      scoreThreshold,
      boxKind: context.attributes.center_point_box === 1 ? 'centre' : 'corners',
    });
    return kept;
  },
});

export const suppressions = { NonMaxSuppression: nonMaxSuppression };
