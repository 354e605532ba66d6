import { matmul, type TensorSpec } from '@facegpu/kernels';
import type { Kernel } from './kernel.ts';

/** The product of two square matrices. */
export function matmulKernel(size: number): Kernel {
  const square: TensorSpec = { shape: [size, size], dtype: 'f32', layout: 'dense' };
  return {
    name: `gemm, ${size}×${size}×${size}`,
    inputs: [square, square],
    output: square,
    operations: 2 * size ** 3,
    ours(target, inputs, output) {
      const [a, b] = inputs;
      return matmul(target, { a, b, output });
    },
    theirs(tf, inputs) {
      const [a, b] = inputs;
      return () => tf.matMul(a, b);
    },
  };
}
