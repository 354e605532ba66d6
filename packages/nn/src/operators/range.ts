import { constant, FaceGpuError, slice } from '@facegpu/kernels';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput, requireSameDtype } from './require.ts';

/**
 * `range(start, limit, delta)`: `start`, `start + delta` … up to the limit, but without it. All three are
 * single whole numbers that are known when the graph is compiled.
 */
export const range = defineOperator({
  attributes: {},
  inputs: 3,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => [{ shape: [countOf(context)], dtype: requireSameDtype(context) }],
  lower: (context) => {
    const { output } = context;
    const { shape, dtype } = output;
    const input = constant(`${context.node.name} numbers`, shape, numbersOf(context), { dtype });
    return slice({ input, output, starts: [0], sizes: shape });
  },
  evaluate: (_, context) => [numbersOf(context)],
});

function numbersOf(context: InferContext): Float64Array {
  const [start, , delta] = [0, 1, 2].map((index) => numberOf(context, index));
  return Float64Array.from({ length: countOf(context) }, (_, i) => start + i * delta);
}

function countOf(context: InferContext): number {
  const [start, limit, delta] = [0, 1, 2].map((index) => numberOf(context, index));
  if (delta !== 0) return Math.max(0, Math.ceil((limit - start) / delta));
  throw new FaceGpuError(
    'bad-model',
    `range: the step is 0 (node "${context.node.name}")`,
    'It must lead from the start to the limit.',
  );
}

function numberOf(context: InferContext, index: number): number {
  const { known } = requireInput(context, index);
  if (known?.length === 1) return known[0];
  throw new FaceGpuError(
    'bad-model',
    `range: input ${index} is ${known ? `${known.length} numbers` : 'not known before the run'} (node "${context.node.name}")`,
    'It must be a whole number that is computed from shapes and weights.',
  );
}
