import { type Dispatch, slice, type Tensor } from '@facegpu/kernels';

/**
 * Copies all of a tensor, both dense.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function copyTensor(input: Tensor, output: Tensor): Dispatch[] {
  const { shape } = input;
  return slice({ input, output, starts: shape.map(() => 0), sizes: shape });
}
