import { imageShape, repack as repackKernel } from '@facegpu/kernels';
import type { Operator } from './operator.ts';
import { requireRank, requireTensor } from './require.ts';

/** `repack(input)`: the same image in the other layout. Only the layout pass makes these nodes. */
export const repack: Operator = {
  inputs: 1,
  layout: 'any',
  keepsBatch: () => true,
  infer: (context) => requireRank(context, 0, 4),
  lower: (context) => repackKernel({ input: requireTensor(context, 0), output: context.output }),
};

/** Whether both layouts of an image are the same bytes. */
export function layoutsAgree(shape: readonly number[]): boolean {
  return shape.length !== 4 || imageShape(shape)[3] % 4 === 0;
}
