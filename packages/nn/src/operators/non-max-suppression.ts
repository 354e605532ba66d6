import {
  classNms,
  classNmsCapacity,
  formatShape,
  sameShape,
  shapeMismatch,
} from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { oneOf, real, whole } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireReal, requireSameDtype, requireTensor } from './require.ts';

/**
 * `nonMaxSuppression(boxes, scores)`: the boxes of each class of each image that are left once those are
 * taken away which overlap a better one by more than the attribute iouThreshold (intersection over
 * union), at most as many as the attribute limit.
 *
 * Boxes are `[batch, candidates, 4]`: two opposite corners, or centre and size, as the attribute boxKind
 * says. Scores are `[batch, classes, candidates]`; those up to the attribute scoreThreshold take no part.
 *
 * How many are left is known only in the run, and a plan's shapes before it. So there are two outputs:
 * a table with room for all that could be left, `[batch · classes · min(limit, candidates), 3]` of i32
 * with image, class and candidate, filled up with rows of -1; and how many rows are taken, `[1]` of i32.
 */
export const nonMaxSuppression = defineOperator({
  attributes: {
    limit: whole(0, 0x7fffffff),
    iouThreshold: optional(real, 0),
    scoreThreshold: optional(real),
    boxKind: optional(oneOf('corners', 'centre'), 'corners'),
  },
  inputs: 2,
  outputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => {
    const [boxes, scores] = [requireReal(context, 0), requireReal(context, 1)];
    requireSameDtype(context);
    const [batch, , candidates] = scores.shape;
    if (scores.shape.length !== 3 || !sameShape(boxes.shape, [batch, candidates, 4])) {
      throw shapeMismatch(
        `nonMaxSuppression: boxes are ${formatShape(boxes.shape)}, scores ${formatShape(scores.shape)}`,
        'They must be [batch, candidates, 4] and [batch, classes, candidates].',
      );
    }
    const capacity = classNmsCapacity(scores.shape, context.attributes.limit);
    return [
      { shape: [capacity, 3], dtype: 'i32' },
      { shape: [1], dtype: 'i32' },
    ];
  },
  lower: (context) => {
    const { limit, iouThreshold, scoreThreshold, boxKind } = context.attributes;
    const [kept, keptCount] = context.outputs;
    return classNms({
      boxes: requireTensor(context, 0),
      scores: requireTensor(context, 1),
      boxKind,
      limit,
      iouThreshold,
      minScore: scoreThreshold ?? Number.NEGATIVE_INFINITY,
      kept,
      keptCount,
    });
  },
});
