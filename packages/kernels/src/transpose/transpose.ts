import { copy } from '../copy/copy.ts';
import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { denseStrides, pairAxes } from '../tensor/axes.ts';
import { isReal } from '../tensor/dtype.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import {
  formatShape,
  imageShape,
  type Shape,
  storedShape,
  type Tensor,
  vec4Count,
} from '../tensor/tensor.ts';
import planesSource from './planes.wgsl';

export const transposePlanesShader = defineShader({
  name: 'transpose/planes',
  source: planesSource,
  params: struct({ batch: 'u32', channels: 'u32', pixels: 'u32', vec4s: 'u32' }),
});

export interface TransposeArgs {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dtype of the input; its axis `i` is the input's axis `permutation[i]`. In any layout that its shape has. */
  readonly output: Tensor;
  /** Every axis of the input once. */
  readonly permutation: readonly number[];
}

/**
 * Puts the axes of a tensor in another order. Padding lanes of the output may hold anything.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function transpose(args: TransposeArgs): Dispatch[] {
  const { input, output, permutation } = args;
  const shape = transposeShape(input.shape, permutation);
  requireLayout('transpose', 'input', input, 'dense');
  const { layout } = output;
  requireSpec('transpose', 'output', output, { shape, dtype: input.dtype, layout });
  if (putsChannelsLast(args)) return [transposePlanes(args)];
  const strides = denseStrides(input.shape);
  const permuted = permutation.map((axis) => strides[axis]);
  const axes = pairAxes(shape, permuted, denseStrides(storedShape(output)));
  return copy({ input, output, axes }, 'transpose');
}

/** Whether it is images whose channels come first in the input, and last in vec4s of the output. */
function putsChannelsLast({ input, output, permutation }: TransposeArgs): boolean {
  if (`${permutation}` !== '0,2,3,1' || !isReal(input.dtype)) return false;
  return output.layout === 'nhwc4' || output.shape[3] % 4 === 0;
}

function transposePlanes({ input, output }: TransposeArgs): Dispatch {
  const [batch, height, width, channels] = imageShape(output.shape);
  const pixels = height * width;
  const vec4s = vec4Count(channels);
  return dispatch(transposePlanesShader, {
    label: 'transpose',
    real: requireReal('transpose', input),
    params: { batch, channels, pixels, vec4s },
    tensors: { input, output },
    workgroups: linearGrid(batch * pixels * vec4s, 64),
  });
}

/**
 * A shape with its axes in another order.
 *
 * @throws FaceGpuError `shape-mismatch` where `permutation` doesn't name every axis once.
 */
export function transposeShape(shape: Shape, permutation: readonly number[]): Shape {
  const sorted = [...permutation].sort((a, b) => a - b);
  if (sorted.length !== shape.length || sorted.some((axis, i) => axis !== i)) {
    throw shapeMismatch(
      `transpose: permutation [${permutation.join(', ')}] of ${formatShape(shape)}`,
      'Name every axis once, counted from 0.',
    );
  }
  return permutation.map((axis) => shape[axis]);
}
