import { Device, FaceGpuError } from '@facegpu/kernels';
import { abortable, onAbort } from '../async/abort.ts';

/**
 * The device that the caller gave, or the best of this machine. Where the caller doesn't wait for it any
 * longer, it is let go as soon as it comes.
 *
 * @throws FaceGpuError `no-adapter`, `aborted`
 */
export async function acquireDevice(
  given: GPUDevice | Device | undefined,
  signal: AbortSignal | undefined,
): Promise<Device> {
  if (given) return given instanceof Device ? given : Device.wrap(given);
  const acquiring = Device.acquire();
  try {
    return await abortable(acquiring, signal);
  } catch (error) {
    dispose(acquiring);
    throw error;
  }
}

/** Acquires a device while something is loaded: where one of them fails, the other is given up. */
export async function acquireWhile<T>(
  given: GPUDevice | Device | undefined,
  signal: AbortSignal | undefined,
  load: (signal: AbortSignal) => Promise<T>,
): Promise<[Device, T]> {
  const stop = new AbortController();
  const stopWaiting = signal && onAbort(signal, () => stop.abort(signal.reason));
  const acquiring = acquireDevice(given, signal);
  try {
    return await Promise.all([acquiring, load(stop.signal)]);
  } catch (error) {
    stop.abort(error);
    // Of the caller's own device we hold nothing; of one that was wrapped, we do.
    if (!(given instanceof Device)) dispose(acquiring);
    throw error;
  } finally {
    stopWaiting?.();
  }
}

/** Whether a device went away: another one may do. */
export function isLost(error: unknown): boolean {
  return error instanceof FaceGpuError && error.code === 'device-lost';
}

function dispose(acquiring: Promise<Device>): void {
  acquiring.then(
    (device) => device.dispose(),
    () => {},
  );
}
