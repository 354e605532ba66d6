import { FaceGpuError } from '@facegpu/kernels';
import type { Workers } from './platform.ts';
import { toPortable } from './portable.ts';

export const workers: Workers = {
  open(worker) {
    if (worker instanceof Worker) return { port: worker, owned: false, close() {} };
    try {
      const url = new URL(worker as string | URL, globalThis.location.href);
      const own = new Worker(url, { type: 'module', name: 'facegpu' });
      return { port: own, owned: true, close: () => own.terminate() };
    } catch (cause) {
      throw new FaceGpuError(
        'worker-failed',
        `the worker can't be started: ${cause instanceof Error ? cause.message : cause}`,
        'Give a Worker, or the address of its script on the same site as the page.',
        { cause },
      );
    }
  },

  toPortable,
};
