import { FaceGpuError } from '@facegpu/kernels';

/**
 * Loads what most pages do without: `part(() => import('./rare.ts'))`.
 *
 * @throws FaceGpuError `file-unreadable` where its script isn't there
 */
export async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `a part of FaceGPU can't be loaded: ${cause instanceof Error ? cause.message : cause}`,
      'Publish all scripts that the bundler wrote, those that are loaded later too, and load the page again.',
      { cause },
    );
  }
}
