import { shapeMismatch } from '../errors.ts';
import { packVector } from '../pack/pack.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireLayout, requireReal, requireSame } from '../tensor/require.ts';
import { elementCount, formatShape, type Tensor } from '../tensor/tensor.ts';
import { requireWeight, type Weight } from '../tensor/weight.ts';
import source from './layer-norm.wgsl';

export const layerNormShader = defineShader({
  name: 'layer-norm/layer-norm',
  source,
  params: struct({ rows: 'u32', size: 'u32', epsilon: 'f32' }),
});

export interface LayerNormArgs {
  /** Dense, f32 or f16. */
  readonly input: Tensor;
  /** This axis and those behind it are normalised together; counted from the end where it is negative. */
  readonly axis: number;
  /** A value for each place of the normalised axes; 1 where it is left out. */
  readonly scale?: Weight | undefined;
  /** Likewise, added last; 0 where it is left out. */
  readonly offset?: Weight | undefined;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
}

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): `output = (input - mean) / sqrt(variance + epsilon) *
 * scale + offset`, with mean and variance over the last axes.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function layerNorm({
  input,
  axis,
  scale,
  offset,
  epsilon,
  output,
}: LayerNormArgs): Dispatch[] {
  const real = requireReal('layerNorm', input);
  requireLayout('layerNorm', 'input', input, 'dense');
  requireSame('layerNorm', input, output);
  const { shape } = input;
  const first = requireAxis('layerNorm', axis, shape.length);
  const [rows, size] = [elementCount(shape.slice(0, first)), elementCount(shape.slice(first))];
  return [
    dispatch(layerNormShader, {
      label: 'layer norm',
      real,
      params: { rows, size, epsilon },
      tensors: {
        input,
        scale: packVector(asVector('scale', scale, size), size, 1),
        offset: packVector(asVector('offset', offset, size), size),
        output,
      },
      workgroups: linearGrid(size === 0 ? 0 : rows, 1),
    }),
  ];
}

function asVector(what: string, weight: Weight | undefined, size: number): Weight | undefined {
  if (!weight) return undefined;
  requireWeight('layerNorm', what, weight);
  const { tensor, affine } = weight;
  if (elementCount(tensor.shape) === size && (tensor.shape.length === 1 || !affine)) {
    return { tensor: tensor.view([size]), affine };
  }
  throw shapeMismatch(
    `layerNorm: ${what} is ${formatShape(tensor.shape)} for ${size} places`,
    'Give a value for each place of the normalised axes.',
  );
}
