import { shapeMismatch } from '../errors.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { packBias, packRows, type Weights } from '../tensor/weights.ts';
import source from './gemm.wgsl';

const workgroup = 32;

export const gemmShader = defineShader({
  name: 'gemm/gemm',
  source,
  params: struct({ rows: 'u32', inner: 'u32', columns: 'u32', b_stride: 'u32' }),
  constants: { ROWS: 4, VEC4S: 2, ACROSS: 0, A_ALIGNED: 1, B_ALIGNED: 1, TRANSPOSED: 0 },
  batched: true,
  activation: true,
});

export interface GemmArgs {
  /** `[rows, inputs]`, dense, f32 or f16. */
  readonly input: Tensor;
  /** `[inputs, outputs]`. */
  readonly weight: Weights;
  /** `[outputs]`; zeros where it is left out. */
  readonly bias?: Float32Array | undefined;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /** `[rows, outputs]`, dense, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many rows to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

export interface MatmulArgs {
  /** `[rows, inner]`, dense, f32 or f16. */
  readonly a: Tensor;
  /** `[inner, columns]`, or `[columns, inner]` with `transposeB`; dense, dtype of `a`. */
  readonly b: Tensor;
  readonly transposeB?: boolean | undefined;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /** `[rows, columns]`, dense, dtype of `a`. */
  readonly output: Tensor;
}

/** How a matrix product falls into invocations. */
export interface GemmTile {
  /** Rows and vec4s of columns of an invocation. */
  readonly rows: number;
  readonly vec4s: number;
  /** Whether the invocations of a workgroup lie along the columns instead of the rows. */
  readonly across: boolean;
}

/**
 * A fully connected layer: `output = activation(input · weight + bias)`.
 *
 * @param tile forces a way to compute it; the best for its size where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function gemm(args: GemmArgs, tile?: GemmTile): Dispatch[] {
  const { input, weight, bias, activation, output, live } = args;
  const real = requireReal('gemm', input);
  const [inputs, outputs] = requireMatrix('gemm', 'weight', weight.shape);
  requireProduct('gemm', input, { inner: inputs, columns: outputs }, output);
  if (bias && bias.length !== outputs) {
    throw shapeMismatch(
      `gemm: bias has ${bias.length} values for ${outputs} outputs`,
      'Give one value for each output.',
    );
  }
  const b = packRows(weight.values, inputs, outputs, real);
  const factors = { a: input, b, bStride: vec4Count(outputs) * 4, transposed: false };
  return product('gemm', { ...factors, bias, activation, output, live }, tile);
}

/**
 * The product of two matrices that are both made on the GPU: `output = activation(a · b)`.
 *
 * @param tile forces a way to compute it; the best for its size where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function matmul(args: MatmulArgs, tile?: GemmTile): Dispatch[] {
  const { a, b, transposeB: transposed = false, activation, output } = args;
  const [bRows, bColumns] = requireMatrix('matmul', 'b', b.shape);
  const [inner, columns] = transposed ? [bColumns, bRows] : [bRows, bColumns];
  requireReal('matmul', a);
  requireSpec('matmul', 'b', b, { shape: b.shape, dtype: a.dtype, layout: 'dense' });
  requireProduct('matmul', a, { inner, columns }, output);
  return product('matmul', { a, b, bStride: bColumns, transposed, activation, output }, tile);
}

/** The tile that both take: with few rows, only their columns keep a workgroup busy. */
export function chooseTile(rows: number, columns: number): GemmTile {
  if (rows >= 2 * workgroup) return { rows: 4, vec4s: columns > 4 ? 2 : 1, across: false };
  return { rows: rows === 1 ? 1 : 4, vec4s: 1, across: true };
}

interface Product {
  readonly a: Tensor;
  readonly b: Tensor;
  /** Elements from one row of `b` to the next. */
  readonly bStride: number;
  readonly transposed: boolean;
  readonly bias?: Float32Array | undefined;
  readonly activation?: Activation | undefined;
  readonly output: Tensor;
  readonly live?: Tensor | undefined;
}

function product(label: string, args: Product, forced?: GemmTile): Dispatch[] {
  const { a, b, bStride, transposed, bias, activation, output, live } = args;
  const [rows, inner] = a.shape as readonly [number, number];
  const columns = output.shape[1] as number;
  const tile = forced ?? chooseTile(rows, columns);
  const lanes = { rows: tile.across ? 1 : workgroup, vec4s: tile.across ? workgroup : 1 };
  const tilesDown = Math.ceil(rows / (tile.rows * lanes.rows));
  const tilesAcross = Math.ceil(vec4Count(columns) / (tile.vec4s * lanes.vec4s));
  return [
    dispatch(gemmShader, {
      label,
      real: requireReal(label, a),
      activation,
      constants: {
        ROWS: tile.rows,
        VEC4S: tile.vec4s,
        ACROSS: Number(tile.across),
        A_ALIGNED: Number(inner % 4 === 0),
        B_ALIGNED: Number(bStride % 4 === 0),
        TRANSPOSED: Number(transposed),
      },
      params: { rows, inner, columns, b_stride: bStride },
      tensors: { a, b, bias: packBias(bias, columns), output },
      live,
      workgroups: linearGrid(tilesDown * tilesAcross, 1),
    }),
  ];
}

function requireMatrix(kernel: string, what: string, shape: Shape): readonly [number, number] {
  if (shape.length === 2) return shape as unknown as readonly [number, number];
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(shape)}`,
    'A matrix has two axes: give it another shape first.',
  );
}

function requireProduct(
  kernel: string,
  a: Tensor,
  { inner, columns }: { readonly inner: number; readonly columns: number },
  output: Tensor,
): void {
  requireLayout(kernel, 'input', a, 'dense');
  const [rows, steps] = requireMatrix(kernel, 'input', a.shape);
  if (steps !== inner) {
    throw shapeMismatch(
      `${kernel}: input is ${formatShape(a.shape)}, the other matrix has ${inner} rows`,
      'Both must agree along the axis that is summed up.',
    );
  }
  const shape = [rows, columns];
  requireSpec(kernel, 'output', output, { shape, dtype: a.dtype, layout: 'dense' });
}
