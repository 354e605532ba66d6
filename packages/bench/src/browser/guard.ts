import { FaceGpuError } from '@facegpu/kernels';

/**
 * Waits for something, but not forever.
 *
 * @throws FaceGpuError `aborted` that names it, where it takes longer than these minutes
 */
export async function within<T>(minutes: number, what: string, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new FaceGpuError(
      'aborted',
      `${what} took longer than ${minutes} minutes in the browser`,
      'Close what else computes on this machine, or time less with --quick or --filter.',
    );
    timer = setTimeout(() => reject(error), minutes * 60_000);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
