import { imageShape, repack as repackKernel } from '@facegpu/kernels';
import { oneOf } from '../operators/kinds.ts';
import { defineOperator, type OperatorTable } from '../operators/operator.ts';
import { requireInput, requireTensor } from '../operators/require.ts';

/**
 * `repack(input)`: the same image in the layout that the attribute says. Layout assignment alone makes
 * these nodes: graphs know nothing of layouts, so their tables lack it.
 */
const repack = defineOperator({
  attributes: { layout: oneOf('dense', 'nhwc4') },
  inputs: 1,
  layout: 'any',
  keepsBatch: () => true,
  infer: (context) => [requireInput(context, 0)],
  lower: (context) => repackKernel({ input: requireTensor(context, 0), output: context.output }),
});

/** What a graph with layouts is made of. */
export function withRepack(operators: OperatorTable): OperatorTable {
  return { ...operators, repack };
}

/** Whether both layouts of an image are the same bytes. */
export function layoutsAgree(shape: readonly number[]): boolean {
  return shape.length !== 4 || imageShape(shape)[3] % 4 === 0;
}
