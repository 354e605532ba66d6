import { gatherShape } from '../gather/gather.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireIndices, requireSpec } from '../tensor/require.ts';
import { elementCount, Tensor } from '../tensor/tensor.ts';
import linksSource from './links.wgsl';
import sumsSource from './sums.wgsl';

export const gatherGradientLinksShader = defineShader({
  name: 'gather-gradient/links',
  source: linksSource,
  params: struct({ batch: 'u32', rows: 'u32', wrap: 'u32' }),
});

export const gatherGradientSumsShader = defineShader({
  name: 'gather-gradient/sums',
  source: sumsSource,
  params: struct({ outer: 'u32', batch: 'u32', rows: 'u32', row: 'u32' }),
});

export interface GatherGradientArgs {
  /** Dense, f32: the gradient of what was gathered, of the shape that `gatherShape` says. */
  readonly outputGradient: Tensor;
  /** As `gather` had them: dense, u32 or i32, any shape. */
  readonly indices: Tensor;
  /** The axis that was gathered along, counted from the end where it is negative; 0 where left out. */
  readonly axis?: number | undefined;
  /** Dense, f32, of the shape that was gathered from. */
  readonly output: Tensor;
}

/**
 * The gradient of `gather` by what it gathered from: for each slice the sum of the gradients of all its
 * copies, in the order of their indices, and zeros for a slice that nobody took. To find the copies of a
 * slice, all indices are looked through: it is made for thousands of them, not for millions.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gatherGradient(args: GatherGradientArgs): Dispatch[] {
  const { outputGradient, indices, axis = 0, output } = args;
  const name = 'gatherGradient';
  requireSpec(name, 'output', output, { ...output, dtype: 'f32', layout: 'dense' });
  requireIndices(name, indices);
  const along = requireAxis(name, axis, output.shape.length);
  const shape = gatherShape(output.shape, indices.shape, along);
  requireSpec(name, 'output gradient', outputGradient, { shape, dtype: 'f32', layout: 'dense' });
  const rows = output.shape[along];
  const batch = elementCount(indices.shape);
  const outer = elementCount(output.shape.slice(0, along));
  const row = elementCount(output.shape.slice(along + 1));
  const spec = { shape: [rows + batch], dtype: 'u32', layout: 'dense' } as const;
  const links = new Tensor('links', spec);
  const label = 'gradient of gather';
  return [
    dispatch(gatherGradientLinksShader, {
      label,
      params: { batch, rows, wrap: indices.dtype === 'i32' ? rows : 0 },
      tensors: { indices, links },
      workgroups: linearGrid(rows + batch, 64),
    }),
    dispatch(gatherGradientSumsShader, {
      label,
      params: { outer, batch, rows, row },
      tensors: { links, output_gradient: outputGradient, output },
      workgroups: linearGrid(outer * rows * row, 64),
    }),
  ];
}
