import { FaceGpuError } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';

/** Runs something that fails only where a model's parts don't fit, and then names its file. */
export async function blameModel<T>({ source }: Model, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const codes = ['shape-mismatch', 'bad-argument'];
    if (!(error instanceof FaceGpuError) || !codes.includes(error.code)) throw error;
    throw new FaceGpuError(
      'bad-model',
      `${source}: ${error.message}`,
      'The file is incomplete or was edited: convert the model again.',
      { cause: error },
    );
  }
}
