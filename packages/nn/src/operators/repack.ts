import { imageShape, repack as repackKernel } from '@facegpu/kernels';
import { oneOf } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

/**
 * `repack(input)`: the same image in the layout that the attribute says. Layout assignment makes these
 * nodes; a graph that has some of its own needs none of them.
 */
export const repack = defineOperator({
  attributes: { layout: oneOf('dense', 'nhwc4') },
  inputs: 1,
  layout: 'any',
  keepsBatch: () => true,
  infer: (context) => {
    requireRank(context, 0, 4);
    return [requireReal(context, 0)];
  },
  lower: (context) => repackKernel({ input: requireTensor(context, 0), output: context.output }),
});

/** Whether both layouts of an image are the same bytes. */
export function layoutsAgree(shape: readonly number[]): boolean {
  return shape.length !== 4 || imageShape(shape)[3] % 4 === 0;
}
