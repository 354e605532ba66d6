import { FaceGpuError } from '../errors.ts';

/** What to do where there is no adapter. */
export const adapterRemedy =
  'Switch hardware acceleration on in the settings of the browser, and update the graphics driver; chrome://gpu says what Chrome and Edge miss.';

/**
 * The `GPU` of this page or worker.
 *
 * @throws FaceGpuError `no-adapter` where the browser offers no WebGPU, or hides it because the page
 * is not served securely.
 */
export async function getGpu(): Promise<GPU> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (gpu) return gpu;
  if (globalThis.isSecureContext === false) {
    throw new FaceGpuError(
      'no-adapter',
      'WebGPU is hidden from this page, because it was not served over https',
      'Serve it over https, or from localhost while developing.',
    );
  }
  throw new FaceGpuError(
    'no-adapter',
    'this browser has no WebGPU',
    'Use a browser with WebGPU: Chrome or Edge 113, Safari 26, Firefox 141, or later.',
  );
}

/** Waits for a promise of the GPU's: browsers sleep by themselves. */
export function waitForGpu<T>(promise: Promise<T>): Promise<T> {
  return promise;
}
