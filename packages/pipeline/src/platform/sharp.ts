import { FaceGpuError } from '@facegpu/kernels';

/**
 * The package that decodes pictures in Node, once it is needed: whoever gives pixels does without.
 *
 * @throws FaceGpuError `missing-package`
 */
export async function loadSharp() {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new FaceGpuError(
      'missing-package',
      `the package "sharp", which decodes pictures, can't be loaded: ${cause instanceof Error ? cause.message : cause}`,
      'Install it beside FaceGPU (npm install sharp), or give pixels instead of files.',
      { cause },
    );
  }
}
