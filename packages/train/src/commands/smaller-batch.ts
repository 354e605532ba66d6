import { FaceGpuError } from '@facegpu/kernels';

/**
 * Does something with batches; where memory is too small for them, the error proposes what to compute at once instead.
 *
 * @param count chips of a batch
 * @param microBatch how many of them are computed at once; all unless told
 * @throws FaceGpuError as the work does
 */
export async function proposingSmaller<T>(
  {
    count,
    microBatch = count,
  }: { readonly count: number; readonly microBatch?: number | undefined },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FaceGpuError && error.code === 'out-of-memory')) throw error;
    throw new FaceGpuError(
      error.code,
      `${error.message}, with ${microBatch} chips at once`,
      adviceFor(count, microBatch),
      { cause: error },
    );
  }
}

function adviceFor(count: number, microBatch: number): string {
  const most = Math.floor(microBatch / 2);
  const fitting = Array.from({ length: most }, (_, i) => most - i).find((n) => count % n === 0);
  if (fitting === undefined) return 'Train a smaller network, or fewer layers: --preset, --last.';
  return `Compute fewer chips at once: --micro-batch ${fitting}. The steps are the same but for rounding.`;
}
