import { broadcastShape, gatherNdShape, gatherShape, tileShape } from '@facegpu/kernels';
import {
  broadcastToReference,
  gatherElementsReference,
  gatherNdReference,
  gatherReference,
  scatterElementsReference,
  scatterNdReference,
  tileReference,
} from '@facegpu/kernels/testing';
import type { Operand, Reference } from './reference.ts';

/** References of operators that move elements. */
export const movementReferences = {
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

function fromFront(axis: number, { shape }: Operand): number {
  return axis < 0 ? axis + shape.length : axis;
}
