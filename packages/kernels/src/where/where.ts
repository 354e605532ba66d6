import { broadcastShape, broadcastStrides } from '../binary/broadcast.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { elementType } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type Axis, mergeAxes, packAxes } from '../tensor/axes.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, type Shape, type Tensor } from '../tensor/tensor.ts';
import source from './where.wgsl';

export const whereShader = defineShader({
  name: 'where/where',
  source,
  params: struct({ vec4s: 'u32', rank: 'u32' }),
  types: { element: 'f32' },
  structs: {
    Axis: struct({ size: 'u32', condition_stride: 'u32', a_stride: 'u32', b_stride: 'u32' }),
  },
});

export interface WhereArgs {
  /** Dense, bool. */
  readonly condition: Tensor;
  /** Taken where the condition holds: dense, any dtype but u8. */
  readonly a: Tensor;
  /** Taken elsewhere: dense, the dtype of `a`. */
  readonly b: Tensor;
  /** Dense, the dtype of `a`; its shape is that of all three broadcast. */
  readonly output: Tensor;
}

/**
 * Takes each element from one of two tensors, with broadcasting as in NumPy.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function where({ condition, a, b, output }: WhereArgs): Dispatch[] {
  const { stored } = elementType('where', a.dtype);
  const shape = whereShape(condition.shape, a.shape, b.shape);
  const wanted = { dtype: a.dtype, layout: 'dense' } as const;
  requireSpec('where', 'condition', condition, { ...condition, dtype: 'bool', layout: 'dense' });
  requireSpec('where', 'a', a, { shape: a.shape, ...wanted });
  requireSpec('where', 'b', b, { shape: b.shape, ...wanted });
  requireSpec('where', 'output', output, { shape, ...wanted });
  const strides = [condition, a, b].map((tensor) => broadcastStrides(tensor.shape, shape));
  const axes = mergeAxes(
    shape.map((size, i): Axis<readonly number[]> => {
      return { size, strides: strides.map((along) => along[i]) };
    }),
  );
  const vec4s = Math.ceil(elementCount(shape) / 4);
  return [
    dispatch(whereShader, {
      label: 'where',
      types: { element: stored },
      params: { vec4s, rank: axes.length },
      tensors: { axes: packAxes(axes), condition, a, b, output },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}

/** The shape of three tensors broadcast. */
export function whereShape(condition: Shape, a: Shape, b: Shape): Shape {
  return broadcastShape(condition, broadcastShape(a, b));
}
