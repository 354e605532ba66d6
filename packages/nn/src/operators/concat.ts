import { concat as concatKernel, concatShape, elementCount } from '@facegpu/kernels';
import { integer } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { isBehindBatch, requireInput, requireSameDtype, requireTensor } from './require.ts';

/** `concat(a, b, …)` along the attribute axis. */
export const concat = defineOperator({
  attributes: { axis: integer },
  inputs: Number.POSITIVE_INFINITY,
  layout: 'dense',
  keepsBatch: (context) => isBehindBatch(context, context.attributes.axis),
  infer: (context) => {
    const shapes = context.node.inputs.map((_, i) => requireInput(context, i).shape);
    const shape = concatShape(shapes, context.attributes.axis);
    return [{ shape, dtype: requireSameDtype(context) }];
  },
  lower: (context) =>
    concatKernel({
      inputs: context.node.inputs.map((_, i) => requireTensor(context, i)),
      output: context.output,
      axis: context.attributes.axis,
    }),
  evaluate: (values, context) => {
    const shapes = context.node.inputs.map((_, i) => requireInput(context, i).shape);
    const { axis } = context.attributes;
    const along = axis < 0 ? axis + shapes[0].length : axis;
    const outer = elementCount(shapes[0].slice(0, along));
    const joined = new Float64Array(values.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (let i = 0; i < outer; i++) {
      for (const part of values) {
        const run = part.length / outer;
        joined.set(part.subarray(i * run, (i + 1) * run), at);
        at += run;
      }
    }
    return [joined];
  },
});
