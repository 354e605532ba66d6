import { FaceGpuError } from '@facegpu/kernels';

/** What waits for each signal. Signals belong to callers, who may use one for thousands of calls. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Does something when a signal aborts. However many wait, a signal has one listener of ours, and none
 * when nobody waits any longer: Node warns of a leak from the eleventh on.
 *
 * @param act must not throw: others wait, too
 * @returns stops waiting
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  // Its own entry, though the same function may wait twice.
  const own = () => act();
  const others = waiting.get(signal) ?? listen(signal);
  others.add(own);
  return () => {
    others.delete(own);
    if (others.size > 0 || waiting.get(signal) !== others) return;
    waiting.delete(signal);
    signal.removeEventListener('abort', fire);
  };
}

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>();
  waiting.set(signal, all);
  signal.addEventListener('abort', fire, { once: true });
  return all;
}

function fire(this: AbortSignal): void {
  const all = waiting.get(this) ?? [];
  waiting.delete(this);
  for (const act of all) act();
}

/** @throws FaceGpuError `aborted` where the caller has given up */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

/** Waits for something, but no longer than the caller wants: it may go on, to nobody's use. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  throwIfAborted(signal);
  let stopWaiting = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stopWaiting = onAbort(signal, () => reject(abortError(signal)));
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stopWaiting();
  }
}

function abortError(signal: AbortSignal): FaceGpuError {
  return new FaceGpuError('aborted', 'the call was cancelled', 'Call again to have the result.', {
    cause: signal.reason,
  });
}
