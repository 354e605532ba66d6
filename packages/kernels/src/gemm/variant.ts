import type { Target } from '../device/target.ts';
import type { Activation } from '../shader/activation.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Weight } from '../tensor/weight.ts';

/** `output = activation(a · b + bias)`, checked. */
export interface Product {
  /** Names it in profiles and errors. */
  readonly label: string;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** `[rows, inner]`. */
  readonly a: Tensor;
  /** `[inner, columns]`, or `[columns, inner]` where it is transposed. */
  readonly b: Tensor;
  /** Elements from one row of `b` to the next. */
  readonly bStride: number;
  readonly transposed: boolean;
  readonly bias?: Weight | undefined;
  readonly activation?: Activation | undefined;
  readonly output: Tensor;
  readonly live?: Tensor | undefined;
}

/** One way to compute a matrix product. */
export interface GemmVariant {
  /** Whether it can compute this product on this adapter. */
  supports(target: Target, product: Product): boolean;
  /** Whether it is made for adapters like this one; for all where it is left out. */
  suits?(target: Target): boolean;
  dispatch(target: Target, product: Product): Dispatch[];
}

/** Whether rows of all matrices are whole vec4s, and `b` is as it is written. */
export function isAligned({ inner, columns, bStride, transposed }: Product): boolean {
  return inner % 4 === 0 && columns % 4 === 0 && bStride === columns && !transposed;
}
