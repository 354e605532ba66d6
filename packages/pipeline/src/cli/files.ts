import { FaceGpuError } from '@facegpu/kernels';
import { Progress } from './progress.ts';
import { reportFile } from './report.ts';

/** How many files are under way at once: one is decoded while the GPU works on another. */
const ahead = 2;

/**
 * Does something with each file, in order of the list. A file that can't be read is reported and
 * left out; the rest go on.
 *
 * @returns the results of the files that could be read, with their names
 */
export async function forEachFile<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
): Promise<{ file: string; result: T }[]> {
  const progress = new Progress(files.length, what);
  const results: ({ file: string; result: T } | undefined)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index];
      try {
        results[index] = { file, result: await work(file, index) };
      } catch (error) {
        if (isFatal(error)) throw error;
        reportFile(file, error);
      }
      progress.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: ahead }, worker));
  } finally {
    progress.stop();
  }
  return results.filter((entry) => entry !== undefined);
}

/** Whether an error is about more than the file at hand. */
function isFatal(error: unknown): boolean {
  return !(error instanceof FaceGpuError) || !['bad-image', 'file-unreadable'].includes(error.code);
}
