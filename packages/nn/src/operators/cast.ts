import { FaceGpuError, slice } from '@facegpu/kernels';
import { dtype } from './kinds.ts';
import { defineOperator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

/**
 * `cast(x)` to the dtype of the attribute to: fractions are cut off towards 0, everything but 0 is true.
 * What is computed on the GPU can only be cast to the type that it is stored in there.
 */
export const cast = defineOperator({
  attributes: { to: dtype },
  inputs: 1,
  layout: 'dense',
  keepsBatch: () => true,
  infer: (context) => [{ shape: requireInput(context, 0).shape, dtype: context.attributes.to }],
  lower: (context) => {
    const [input, { output }] = [requireTensor(context, 0), context];
    if (input.dtype !== output.dtype) {
      throw new FaceGpuError(
        'unsupported-op',
        `cast: no kernel turns ${input.dtype} into ${output.dtype}`,
        'Cast only what is known before the run, or leave the cast out.',
      );
    }
    return slice({ input, output, starts: input.shape.map(() => 0), sizes: input.shape });
  },
  evaluate: ([values], { attributes: { to } }) => {
    const isReal = to === 'f32' || to === 'f16' || to === 'bool';
    return [isReal ? values : values.map(Math.trunc)];
  },
});
