import type { DType } from '@facegpu/kernels';
import { unsupported } from './bad-onnx.ts';

/** Whole numbers from here on either way are no sizes: exporters write them for "up to the end". */
const endless = 2 ** 62;

const largest = 2 ** 31 - 1;

/**
 * A whole number of 64 bits in the 32 that the runtime has. What means the end or the start of an axis
 * becomes the largest that there is either way.
 *
 * @param what names it in errors
 * @throws FaceGpuError `unsupported-op` for what is larger
 */
export function narrowed(value: bigint | number, what: string, dtype: DType = 'i32'): number {
  const number = Number(value);
  if (Math.abs(number) >= endless) return Math.sign(number) * largest;
  const [low, high] = dtype === 'u32' ? [0, 2 ** 32 - 1] : [-(2 ** 31), largest];
  if (number >= low && number <= high) return number;
  throw unsupported(
    `${what} is ${value}, which is more than 32 bits`,
    'Whole numbers of the runtime have 32 bits: export the model with smaller ones.',
  );
}
