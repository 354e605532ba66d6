import { FaceGpuError } from '@facegpu/kernels';

/**
 * Some must be there to train with, and others to measure with.
 *
 * @param what they are: `faces`
 * @throws FaceGpuError `bad-argument`
 */
export function requireBoth(what: string, train: number, held: number): void {
  if (train > 0 && held > 0) return;
  throw new FaceGpuError(
    'bad-argument',
    `there are ${train} ${what} to train with, and ${held} to measure with`,
    `Give ten ${what} at least.`,
  );
}
