import { where as whereKernel, whereShape } from '@facegpu/kernels';
import { stretch } from './evaluate.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireDtype, requireInput, requireTensor } from './require.ts';

/** `where(condition, a, b)`: `a` where the condition holds, else `b`; all three broadcast. */
export const where = defineOperator({
  attributes: {},
  inputs: 3,
  layout: 'dense',
  // Rows stay apart where an operand has one for each.
  keepsBatch: (context) => {
    const output = outputShape(context);
    return [0, 1, 2].some((i) => {
      const { shape } = requireInput(context, i);
      return shape.length === output.length && shape[0] === output[0];
    });
  },
  infer: (context) => {
    requireDtype(context, 0, 'bool');
    const { dtype } = requireInput(context, 1);
    requireDtype(context, 2, dtype);
    return [{ shape: outputShape(context), dtype }];
  },
  lower: (context) =>
    whereKernel({
      condition: requireTensor(context, 0),
      a: requireTensor(context, 1),
      b: requireTensor(context, 2),
      output: context.output,
    }),
  evaluate: (values, context) => {
    const output = outputShape(context);
    const [condition, a, b] = values.map((operand, i) => {
      return stretch(operand, requireInput(context, i).shape, output);
    });
    return [a.map((value, i) => (condition[i] ? value : b[i]))];
  },
});

function outputShape(context: InferContext) {
  const [condition, a, b] = [0, 1, 2].map((i) => requireInput(context, i).shape);
  return whereShape(condition, a, b);
}
