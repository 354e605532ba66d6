import { FaceGpuError } from '../errors.ts';

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
      'WebGPU is hidden from pages that are not served securely',
      'Serve the page over https, or from localhost while developing.',
    );
  }
  throw new FaceGpuError(
    'no-adapter',
    'this browser has no WebGPU',
    'Use a browser with WebGPU: Chrome or Edge 113, Safari 26, Firefox 141, or later.',
  );
}
