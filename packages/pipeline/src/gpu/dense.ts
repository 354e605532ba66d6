import { type DType, Tensor } from '@facegpu/kernels';

/** A tensor whose values follow one another, row-major. */
export function dense(label: string, dtype: DType, ...shape: number[]): Tensor {
  return new Tensor(label, { shape, dtype, layout: 'dense' });
}
