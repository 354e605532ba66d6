import { conv2d } from '../conv2d/conv2d.ts';
import { softwareSubgroup, type Target } from '../device/target.ts';
import { shapeMismatch } from '../errors.ts';
import { packRows } from '../pack/pack.ts';
import type { Activation } from '../shader/activation.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import { requireVector, requireWeight, type Weight } from '../tensor/weight.ts';
import { matrix } from './matrix.ts';
import { asPixels, pointwise } from './pixels.ts';
import { subgroup } from './subgroup.ts';
import { across, down } from './tiled.ts';
import type { GemmVariant, Product } from './variant.ts';
import { workgroup } from './workgroup.ts';

/** Every variant, the preferred ones first. */
export const gemmVariants = { matrix, subgroup, workgroup, down, across } as const satisfies Record<
  string,
  GemmVariant
>;

export type GemmVariantName = keyof typeof gemmVariants;

export interface GemmArgs {
  /** `[rows, inputs]`, dense, f32 or f16. */
  readonly input: Tensor;
  /** `[inputs, outputs]`. */
  readonly weight: Weight;
  /** `[outputs]`; zeros where it is left out. */
  readonly bias?: Weight | undefined;
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

/**
 * A fully connected layer: `output = activation(input · weight + bias)`.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function gemm(target: Target, args: GemmArgs, variant?: GemmVariantName): Dispatch[] {
  const { input, weight, bias, activation, output, live } = args;
  const real = requireReal('gemm', input);
  requireWeight('gemm', 'weight', weight);
  const [inner, columns] = requireMatrix('gemm', 'weight', weight.tensor.shape);
  const rows = requireProduct('gemm', input, { inner, columns }, output);
  requireVector('gemm', 'bias', bias, columns);
  if (!variant && isConvolution(target, inner, columns)) return convolve(target, args);
  const b = packRows(weight, real);
  const bStride = vec4Count(columns) * 4;
  const sizes = { rows, inner, columns, bStride, transposed: false };
  return compute(
    target,
    { label: 'gemm', ...sizes, a: input, b, bias, activation, output, live },
    variant,
  );
}

/**
 * Whether a layer had better be a convolution of images of one pixel: networks have that pipeline
 * already, and compiling another one may cost more than the layer. Only whole vec4s lie in images as
 * they do in matrices.
 */
function isConvolution({ info }: Target, inner: number, columns: number): boolean {
  const hasTiles = !info.software || softwareSubgroup(info) !== undefined;
  return hasTiles && inner % 4 === 0 && columns % 4 === 0;
}

function convolve(target: Target, args: GemmArgs): Dispatch[] {
  const { tensor, affine } = args.weight;
  return conv2d(target, {
    ...args,
    input: asPixels(args.input),
    weight: { tensor: tensor.view([1, 1, ...tensor.shape]), affine },
    output: asPixels(args.output),
    ...pointwise,
  });
}

/**
 * The product of two matrices that are both made on the GPU: `output = activation(a · b)`.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function matmul(target: Target, args: MatmulArgs, variant?: GemmVariantName): Dispatch[] {
  const { a, b, transposeB: transposed = false, activation, output } = args;
  const [bRows, bColumns] = requireMatrix('matmul', 'b', b.shape);
  const [inner, columns] = transposed ? [bColumns, bRows] : [bRows, bColumns];
  requireReal('matmul', a);
  requireSpec('matmul', 'b', b, { shape: b.shape, dtype: a.dtype, layout: 'dense' });
  const rows = requireProduct('matmul', a, { inner, columns }, output);
  const sizes = { rows, inner, columns, bStride: bColumns, transposed };
  return compute(target, { label: 'matmul', ...sizes, a, b, activation, output }, variant);
}

function compute(target: Target, product: Product, forced?: GemmVariantName): Dispatch[] {
  const names = Object.keys(gemmVariants) as GemmVariantName[];
  const isBest = (variant: GemmVariant) =>
    variant.supports(target, product) && (variant.suits?.(target) ?? true);
  const best = names.find((name) => isBest(gemmVariants[name])) ?? 'across';
  return gemmVariants[forced ?? best].dispatch(target, product);
}

function requireMatrix(kernel: string, what: string, shape: Shape): readonly [number, number] {
  if (shape.length === 2) return shape as unknown as readonly [number, number];
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(shape)}`,
    'A matrix has two axes: give it another shape first.',
  );
}

/** Checks that the matrices fit, and returns the rows of the product. */
function requireProduct(
  kernel: string,
  a: Tensor,
  { inner, columns }: { readonly inner: number; readonly columns: number },
  output: Tensor,
): number {
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
  return rows;
}
