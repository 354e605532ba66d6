import {
  formatShape,
  isReal,
  type ReduceName,
  reduce as reduceKernel,
  reduceShape,
  requireReducible,
  shapeMismatch,
} from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { linesOf } from './evaluate.ts';
import { flag, integers } from './kinds.ts';
import { defineOperator, type InferContext, type OperatorTable } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

const attributes = { axes: optional(integers), keepDims: optional(flag, true) };

/**
 * `reduceSum(x)` and the like: what lies along the attribute axes becomes one element; all axes where it is
 * left out. The axes stay, with the size 1, unless keepDims is false.
 */
export const reductions = {
  reduceL1: /* @__PURE__ */ reduction('l1', (line) => total(line.map(Math.abs))),
  reduceL2: /* @__PURE__ */ reduction('l2', (line) => Math.sqrt(total(line.map(square)))),
  reduceLogSum: /* @__PURE__ */ reduction('logSum', (line) => Math.log(total(line))),
  reduceLogSumExp: /* @__PURE__ */ reduction('logSumExp', logSumExp),
  reduceMax: /* @__PURE__ */ reduction('max', (line) =>
    line.reduce((a, b) => Math.max(a, b), -Infinity),
  ),
  reduceMean: /* @__PURE__ */ reduction('mean', (line) => total(line) / line.length),
  reduceMin: /* @__PURE__ */ reduction('min', (line) =>
    line.reduce((a, b) => Math.min(a, b), Infinity),
  ),
  reduceProd: /* @__PURE__ */ reduction('prod', (line) => line.reduce((a, b) => a * b, 1)),
  reduceSum: /* @__PURE__ */ reduction('sum', total),
  reduceSumSquare: /* @__PURE__ */ reduction('sumSquare', (line) => total(line.map(square))),
} as const satisfies OperatorTable;

/* @__NO_SIDE_EFFECTS__ */
function reduction(op: ReduceName, compute: (line: Float64Array) => number) {
  return defineOperator({
    attributes,
    inputs: 1,
    layout: 'dense',
    keepsBatch: (context) => !axesOf(context).includes(0),
    infer: (context) => {
      const { shape, dtype } = requireInput(context, 0);
      requireReducible(op, dtype);
      const { keepDims } = context.attributes;
      return [{ shape: reduceShape(shape, axesOf(context), keepDims), dtype }];
    },
    lower: (context) =>
      reduceKernel({
        op,
        input: requireTensor(context, 0),
        output: context.output,
        axes: axesOf(context),
      }),
    evaluate: ([values], context) => {
      const { shape, dtype } = requireInput(context, 0);
      const result = Float64Array.from(linesOf(values, shape, axesOf(context)), compute);
      return [isReal(dtype) ? result : result.map(Math.trunc)];
    },
  });
}

/** The axes that are reduced, counted from the front. */
function axesOf(context: InferContext<typeof attributes>): readonly number[] {
  const { shape } = requireInput(context, 0);
  const { axes } = context.attributes;
  if (!axes) return shape.map((_, axis) => axis);
  return axes.map((axis) => {
    if (axis >= -shape.length && axis < shape.length) return axis < 0 ? axis + shape.length : axis;
    throw shapeMismatch(
      `${context.node.operator}: axis ${axis} of ${formatShape(shape)}`,
      'Count from 0 at the front, or from -1 at the end.',
    );
  });
}

function total(line: Float64Array): number {
  return line.reduce((a, b) => a + b, 0);
}

function square(x: number): number {
  return x * x;
}

function logSumExp(line: Float64Array): number {
  const largest = line.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(total(line.map((x) => Math.exp(x - largest))));
}
