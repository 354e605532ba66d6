import {
  elementCount,
  formatShape,
  type ScatterReduction,
  sameShape,
  scatterElements as scatterElementsKernel,
  scatterNd as scatterNdKernel,
  shapeMismatch,
} from '@facegpu/kernels';
import { type AttributeSchema, optional } from './attributes.ts';
import { elementPlaces, rowPlaces } from './indexing.ts';
import { integer, oneOf } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import {
  isBehindBatch,
  requireIndices,
  requireInput,
  requireTensor,
  requireWithin,
} from './require.ts';

const reduction = optional(oneOf('replace', 'add', 'mul', 'min', 'max'), 'replace');
const elementAttributes = { axis: integer, reduction };
const ndAttributes = { reduction };

/**
 * `scatterElements(input, indices, updates)`: the input with an update for each index, at the same place,
 * but along the attribute axis where the index says. The indices are of i32 or u32; negative ones count
 * from the end, and one that the input doesn't have changes nothing, or is an error where it is known
 * before. The attribute reduction says how an update meets what is there; where it is `replace`, no two
 * may go to one place. Updates of shape `[]` are one for all.
 */
export const scatterElements = defineOperator({
  attributes: elementAttributes,
  inputs: 3,
  layout: 'dense',
  keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const indices = requireIndices(context, 1);
    const updates = requireInput(context, 2);
    const isSingle = updates.shape.length === 0;
    requireUpdates(context, isSingle ? [] : indices.shape);
    if (indices.known) {
      requireWithin(context, indices.known, shape.at(context.attributes.axis) ?? 0);
    }
    return [{ shape, dtype }];
  },
  lower: (context) =>
    scatterElementsKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      updates: requireTensor(context, 2),
      output: context.output,
    }),
  evaluate: ([values, indices, updates], context) => {
    const { shape } = requireInput(context, 0);
    const { axis } = context.attributes;
    requireWithin(context, indices, shape.at(axis) ?? 0);
    const places = elementPlaces(indices, requireInput(context, 1).shape, shape, axis);
    return [scattered(context.attributes.reduction, values, places, updates, 1)];
  },
});

/**
 * `scatterNd(input, indices, updates)`: the input with the rows updated that tuples of indices name,
 * along its first axes. The indices are `[…, depth]`, the updates `[…, …row]`; everything else is as in
 * `scatterElements`.
 */
export const scatterNd = defineOperator({
  attributes: ndAttributes,
  inputs: 3,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => {
    const { shape, dtype } = requireInput(context, 0);
    const indices = requireIndices(context, 1);
    const depth = indices.shape.at(-1) ?? 0;
    requireUpdates(context, [...indices.shape.slice(0, -1), ...shape.slice(depth)]);
    if (indices.known) rowPlaces(context, indices.known, indices.shape, shape, 0);
    return [{ shape, dtype }];
  },
  lower: (context) =>
    scatterNdKernel({
      ...context.attributes,
      input: requireTensor(context, 0),
      indices: requireTensor(context, 1),
      updates: requireTensor(context, 2),
      output: context.output,
    }),
  evaluate: ([values, indices, updates], context) => {
    const { shape } = requireInput(context, 0);
    const { shape: tuples } = requireInput(context, 1);
    const places = rowPlaces(context, indices, tuples, shape, 0);
    const row = elementCount(shape.slice(tuples.at(-1) ?? 0));
    return [scattered(context.attributes.reduction, values, places, updates, row)];
  },
});

function requireUpdates<Schema extends AttributeSchema>(
  context: InferContext<Schema>,
  wanted: readonly number[],
): void {
  const [input, updates] = [requireInput(context, 0), requireInput(context, 2)];
  if (sameShape(updates.shape, wanted) && updates.dtype === input.dtype) return;
  throw shapeMismatch(
    `${context.node.operator}: updates are ${formatShape(updates.shape)} of ${updates.dtype}`,
    `They must be ${formatShape(wanted)} of ${input.dtype}, as input and indices have it.`,
  );
}

function scattered(
  by: ScatterReduction,
  values: Float64Array,
  places: readonly number[],
  updates: Float64Array,
  row: number,
): Float64Array {
  const result = values.slice();
  places.forEach((place, i) => {
    for (let j = 0; j < row; j++) {
      const update = updates[(i * row + j) % updates.length];
      result[place * row + j] = combine(by, result[place * row + j], update);
    }
  });
  return result;
}

function combine(by: ScatterReduction, a: number, b: number): number {
  switch (by) {
    case 'replace':
      return b;
    case 'add':
      return a + b;
    case 'mul':
      return a * b;
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
  }
}
