import {
  type Shape,
  type SliceAttributes,
  shapeMismatch,
  slice as sliceKernel,
} from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { part } from './evaluate.ts';
import { integers } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { knownNumbers, requireInput, requireNumbers, requireTensor } from './require.ts';

const attributes = {
  starts: optional(integers),
  ends: optional(integers),
  axes: optional(integers),
  steps: optional(integers),
};

/**
 * `slice(input, starts?, ends?, axes?, steps?)`: a part of the input, as Python and ONNX have it: along
 * each of some axes (the first ones unless told) from a start up to an end, but without it, in steps of 1
 * unless told. Negative starts and ends count from the end of the axis, those beyond it mean the end, and
 * negative steps go backwards. Each list is an attribute, or an input that is known when the graph is
 * compiled.
 */
export const slice = defineOperator({
  attributes,
  inputs: 5,
  layout: 'dense',
  keepsBatch: (context) => {
    const { starts, sizes, steps } = partOf(context);
    const [batch] = requireInput(context, 0).shape;
    return starts[0] === 0 && sizes[0] === batch && steps[0] === 1;
  },
  infer: (context) => [{ shape: partOf(context).sizes, dtype: requireInput(context, 0).dtype }],
  lower: (context) =>
    sliceKernel({ ...partOf(context), input: requireTensor(context, 0), output: context.output }),
  evaluate: ([values], context) => {
    const { starts, sizes, steps } = partOf(context);
    return [part(values, requireInput(context, 0).shape, starts, sizes, steps)];
  },
});

type Part = { readonly [Name in keyof SliceAttributes]-?: readonly number[] };

/** The part of the input that is meant: for each axis the first index, how many there are, and the step. */
function partOf(context: InferContext<typeof attributes>): Part {
  const { shape } = requireInput(context, 0);
  const given = context.attributes;
  const from = requireNumbers(context, 1, ['starts', given.starts]);
  const to = requireNumbers(context, 2, ['ends', given.ends]);
  const axes = knownNumbers(context, 3, ['axes', given.axes]) ?? from.map((_, i) => i);
  const by = knownNumbers(context, 4, ['steps', given.steps]) ?? from.map(() => 1);
  requireLists(context, shape, [from, to, axes, by]);
  const starts = shape.map(() => 0);
  const sizes = [...shape];
  const steps = shape.map(() => 1);
  axes.forEach((given, i) => {
    const axis = given < 0 ? given + shape.length : given;
    const size = shape[axis];
    const [low, high] = by[i] > 0 ? [0, size] : [-1, size - 1];
    const index = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, low), high);
    const [start, end] = [index(from[i]), index(to[i])];
    sizes[axis] = Math.max(0, Math.ceil((end - start) / by[i]));
    starts[axis] = sizes[axis] === 0 ? 0 : start;
    steps[axis] = by[i];
  });
  return { starts, sizes, steps };
}

function requireLists(
  { node }: InferContext<typeof attributes>,
  shape: Shape,
  [starts, ends, axes, steps]: readonly (readonly number[])[],
): void {
  const rank = shape.length;
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  const areAxes = places.every((axis) => axis >= 0 && axis < rank);
  const isOnce = new Set(places).size === places.length;
  const isEven = [ends, axes, steps].every(({ length }) => length === starts.length);
  if (areAxes && isOnce && isEven && !steps.includes(0)) return;
  throw shapeMismatch(
    `slice: starts [${starts}], ends [${ends}], axes [${axes}], steps [${steps}] of ${rank} axes (node "${node.name}")`,
    'All are lists of one length, axes are named once each, and no step is 0.',
  );
}
