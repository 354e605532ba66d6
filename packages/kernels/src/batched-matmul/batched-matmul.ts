import { broadcastShape, broadcastStrides } from '../binary/broadcast.ts';
import type { Target } from '../device/target.ts';
import { shapeMismatch } from '../errors.ts';
import { matmul } from '../gemm/gemm.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { axisStruct, mergeAxes, packAxes, pairAxes } from '../tensor/axes.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import source from './batched-matmul.wgsl';

export const batchedMatmulShader = defineShader({
  name: 'batched-matmul/batched-matmul',
  source,
  params: struct({ batch: 'u32', rank: 'u32', rows: 'u32', inner: 'u32', columns: 'u32' }),
  constants: { ROWS: 4 },
  structs: { Axis: axisStruct },
  activation: true,
});

const tileRows = 4;

export interface BatchedMatmulArgs {
  /** `[…, rows, inner]`, dense, f32 or f16. */
  readonly a: Tensor;
  /** `[…, inner, columns]`, dense, dtype of `a`; what stands in front broadcasts to that of `a`. */
  readonly b: Tensor;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /** `[…, rows, columns]`, dense, dtype of `a`. */
  readonly output: Tensor;
}

/**
 * Products of matrices that are made on the GPU, one for each index of the axes in front:
 * `output = activation(a · b)`. Where all share one second factor they are one product, of more rows.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function batchedMatmul(target: Target, args: BatchedMatmulArgs): Dispatch[] {
  const { a, b, activation, output } = args;
  const real = requireReal('batchedMatmul', a);
  requireLayout('batchedMatmul', 'a', a, 'dense');
  requireSpec('batchedMatmul', 'b', b, { shape: b.shape, dtype: real, layout: 'dense' });
  const shape = batchedMatmulShape(a.shape, b.shape);
  requireSpec('batchedMatmul', 'output', output, { shape, dtype: real, layout: 'dense' });
  const [rows, columns] = matrixOf(shape);
  const inner = matrixOf(a.shape)[1];
  const sizes = shape.slice(0, -2);
  const batch = elementCount(sizes);
  if (elementCount(b.shape.slice(0, -2)) === 1 && batch > 0) {
    const flat = { a: a.view([batch * rows, inner]), b: b.view([inner, columns]) };
    return matmul(target, { ...flat, activation, output: output.view([batch * rows, columns]) });
  }
  const axes = mergeAxes(
    pairAxes(
      sizes,
      broadcastStrides(a.shape.slice(0, -2), sizes),
      broadcastStrides(b.shape.slice(0, -2), sizes),
    ),
  );
  return [
    dispatch(batchedMatmulShader, {
      label: 'batched matmul',
      real,
      activation,
      constants: { ROWS: tileRows },
      params: { batch, rank: axes.length, rows, inner, columns },
      tensors: { a, b, batches: packAxes(axes), output },
      workgroups: linearGrid(batch * Math.ceil(rows / tileRows) * vec4Count(columns), 64),
    }),
  ];
}

/**
 * The shape of the products of matrices.
 *
 * @throws FaceGpuError `shape-mismatch` where they don't fit
 */
export function batchedMatmulShape(a: Shape, b: Shape): Shape {
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
    throw shapeMismatch(
      `batchedMatmul: a is ${formatShape(a)}, b is ${formatShape(b)}`,
      'They must be […, rows, inner] and […, inner, columns].',
    );
  }
  const batch = broadcastShape(a.slice(0, -2), b.slice(0, -2));
  return [...batch, matrixOf(a)[0], matrixOf(b)[1]];
}

function matrixOf(shape: Shape): readonly [rows: number, columns: number] {
  return [shape[shape.length - 2], shape[shape.length - 1]];
}
