import { constants } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { Progress } from './progress.ts';
import { describeFailure } from './report.ts';

/** How many files are under way at once: one is decoded while the GPU works on another. */
const ahead = 2;

/** What became of a file. */
export type Outcome<T> =
  | { readonly file: string; readonly result: T }
  | { readonly file: string; readonly error: FaceGpuError };

/**
 * Does something with each file. A file that can't be used is reported, and makes the exit code 1;
 * the rest go on. Outcomes and reports are in the order of the list.
 */
export function tryEachFile<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
): Promise<Outcome<T>[]> {
  return attemptEachFile(files, what, work, (file, error, progress) => {
    progress.say(describeFailure(file, error));
    process.exitCode = 1;
  });
}

/**
 * Does something with each file; those that can't be used are among the outcomes, which are in the order of
 * the list.
 *
 * @param onFailure hears of them, in that order too
 */
export async function attemptEachFile<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
  onFailure: (file: string, error: FaceGpuError, progress: Progress) => void = () => {},
): Promise<Outcome<T>[]> {
  const progress = new Progress(files.length, what);
  const outcomes: Outcome<T>[] = [];
  let next = 0;
  let reported = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      outcomes[index] = await attempt(files[index], () => work(files[index], index));
      for (; outcomes[reported]; reported++) {
        const outcome = outcomes[reported];
        if ('error' in outcome) onFailure(outcome.file, outcome.error, progress);
      }
      progress.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: ahead }, worker));
  } finally {
    progress.stop();
  }
  return outcomes;
}

/** Like {@link tryEachFile}, and returns the results of the files that could be used. */
export async function forEachFile<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
): Promise<{ file: string; result: T }[]> {
  const outcomes = await tryEachFile(files, what, work);
  return outcomes.filter((outcome) => 'result' in outcome);
}

async function attempt<T>(file: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { file, result: await work() };
  } catch (error) {
    if (isAboutFile(error)) return { file, error };
    throw error;
  }
}

/** Whether an error is about no more than the file at hand. */
function isAboutFile(error: unknown): error is FaceGpuError {
  return (
    error instanceof FaceGpuError &&
    ['bad-image', 'file-unreadable', 'no-face'].includes(error.code)
  );
}

/** Fails before the work where its result couldn't be written after it. */
export async function requireWritable(file: string): Promise<void> {
  try {
    await (await open(file, constants.O_WRONLY)).close();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(file, cause);
    await requireCreatable(file);
  }
}

/** Makes a file and takes it away again: what ends without a result leaves nothing behind. */
async function requireCreatable(file: string): Promise<void> {
  try {
    await (await open(file, 'wx')).close();
    await rm(file);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/**
 * Does something that writes a file or a folder.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

let replaced = 0;

/**
 * Writes a file: it is the old one or the new one, whenever the process is killed, and whoever else writes it.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${file}.${process.pid}-${replaced++}`;
  return writing(file, async () => {
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  });
}

export function unwritable(file: string, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    'file-unwritable',
    `${file} can't be written: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
    'Name a place where you may write.',
    { cause },
  );
}
