import { FaceGpuError } from '@facegpu/kernels';

/** @throws FaceGpuError `aborted` where the caller has given up */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

/** Waits for something, but no longer than the caller wants: it may go on, to nobody's use. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  throwIfAborted(signal);
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(abortError(signal));
    signal.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (giveUp) signal.removeEventListener('abort', giveUp);
  }
}

function abortError(signal: AbortSignal): FaceGpuError {
  return new FaceGpuError('aborted', 'the call was cancelled', 'Call again to have the result.', {
    cause: signal.reason,
  });
}
