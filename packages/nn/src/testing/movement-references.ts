import { broadcastShape, gatherNdShape, gatherShape, tileShape } from '@facegpu/kernels';
import {
  broadcastToReference,
  classNmsReference,
  dequantizeReference,
  gatherElementsReference,
  gatherNdReference,
  gatherReference,
  quantizeReference,
  scatterElementsReference,
  scatterNdReference,
  tileReference,
} from '@facegpu/kernels/testing';
import type { Operand, Reference } from './reference.ts';

/** References of operators that move elements. */
export const movementReferences = {
  dequantize: ([x, scale, zero], { axis = 1 }) => {
    const steps = { scale: scale.values, zero: zerosOf(zero, scale), axis: fromFront(axis, x) };
    return [{ shape: x.shape, values: dequantizeReference(x.values, x.shape, steps) }];
  },
  expand: ([x, computed], { shape = numbers(computed) }) => {
    const expanded = broadcastShape(x.shape, shape);
    return [{ shape: expanded, values: broadcastToReference(x.values, x.shape, expanded) }];
  },
  gather: ([x, indices], { axis = 0 }) => {
    const shape = gatherShape(x.shape, indices.shape, axis);
    const along = fromFront(axis, x);
    return [{ shape, values: gatherReference(x.values, x.shape, indices.values, along) }];
  },
  gatherElements: ([x, indices], { axis }) => [
    { shape: indices.shape, values: gatherElementsReference(x, indices, fromFront(axis, x)) },
  ],
  gatherNd: ([x, indices], { batchAxes = 0 }) => [
    {
      shape: gatherNdShape(x.shape, indices.shape, batchAxes),
      values: gatherNdReference(x, indices, batchAxes),
    },
  ],
  nonMaxSuppression: ([boxes, scores], attributes) => {
    const { limit, iouThreshold = 0, scoreThreshold, boxKind = 'corners' } = attributes;
    const minScore = scoreThreshold ?? -Infinity;
    const { shape } = scores;
    const settings = { shape, boxKind, limit, iouThreshold, minScore };
    const rows = classNmsReference(boxes.values, scores.values, settings);
    const capacity = shape[0] * shape[1] * Math.min(limit, shape[2]);
    const table = new Float64Array(capacity * 3).fill(-1);
    table.set(rows.flat());
    return [
      { shape: [capacity, 3], values: table },
      { shape: [1], values: Float64Array.of(rows.length) },
    ];
  },
  quantize: ([x, scale, zero], { axis = 1, low, high }) => {
    const steps = { scale: scale.values, zero: zerosOf(zero, scale), axis: fromFront(axis, x) };
    const values = quantizeReference(x.values, x.shape, { ...steps, low, high });
    return [{ shape: x.shape, values }];
  },
  range: (operands) => {
    const [start, limit, delta] = operands.map(({ values }) => values[0]);
    const values: number[] = [];
    for (let at = start; delta > 0 ? at < limit : at > limit; at += delta) values.push(at);
    return [{ shape: [values.length], values: Float64Array.from(values) }];
  },
  scatterElements: ([input, indices, updates], { axis, reduction = 'replace' }) => {
    const operands = { input, indices, updates, reduction };
    const values = scatterElementsReference(operands, fromFront(axis, input));
    return [{ shape: input.shape, values }];
  },
  scatterNd: ([input, indices, updates], { reduction = 'replace' }) => [
    {
      shape: input.shape,
      values: scatterNdReference({ input, indices, updates, reduction }),
    },
  ],
  shape: ([x], { start = 0, end = x.shape.length }) => {
    const sizes = x.shape.slice(start, end);
    return [{ shape: [sizes.length], values: Float64Array.from(sizes) }];
  },
  size: ([x]) => [{ shape: [], values: Float64Array.of(x.values.length) }],
  tile: ([x, computed], { repeats = numbers(computed) }) => [
    { shape: tileShape(x.shape, repeats), values: tileReference(x.values, x.shape, repeats) },
  ],
} as const satisfies Readonly<Record<string, Reference>>;

function numbers({ values }: Operand): readonly number[] {
  return [...values];
}

function zerosOf(zero: Operand | undefined, scale: Operand): Float64Array {
  return zero?.values ?? new Float64Array(scale.values.length);
}

function fromFront(axis: number, { shape }: Operand): number {
  return axis < 0 ? axis + shape.length : axis;
}
