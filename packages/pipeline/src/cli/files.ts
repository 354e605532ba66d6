import { constants, rmSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { isAboutFace } from '../api/detect-many.ts';
import { mapInOrder } from '../async/map-in-order.ts';
import { onInterrupt } from './interrupt.ts';
import { Progress } from './progress.ts';
import { describeFailure, note } from './report.ts';

/**
 * How many files are under way at once. Few of their photos are decoded at a time: the pipeline sees to that.
 */
const atOnce = 6;

/** What became of a file. */
export type Outcome<T> =
  | { readonly file: string; readonly result: T }
  | { readonly file: string; readonly error: FaceGpuError };

/**
 * Does something with each file, and yields what became of each, in the order of the list. The file of one that
 * can't be used is among them, and the rest go on.
 *
 * @param what the work in a word, for whoever waits
 * @param unit what the files are, where it is to be said how many are done in a second
 */
export async function* outcomesOf<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
  unit?: string,
): AsyncGenerator<Outcome<T>, void, undefined> {
  const progress = new Progress(files.length, what, unit);
  const attempt = async (file: string, index: number): Promise<Outcome<T>> => {
    try {
      return { file, result: await work(file, index) };
    } catch (error) {
      if (isAboutFace(error)) return { file, error };
      throw error;
    } finally {
      progress.advance();
    }
  };
  try {
    yield* mapInOrder(files, atOnce, attempt);
  } finally {
    progress.stop();
  }
}

/**
 * Does something with each file. A file that can't be used is reported, and makes the exit code 1;
 * the rest go on. Outcomes and reports are in the order of the list.
 */
export function tryEachFile<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
): Promise<Outcome<T>[]> {
  return attemptEachFile(files, what, work, reportFile);
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
  onFailure: (file: string, error: FaceGpuError) => void = () => {},
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  for await (const outcome of outcomesOf(files, what, work)) {
    if ('error' in outcome) onFailure(outcome.file, outcome.error);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Like {@link tryEachFile}, and returns the results of the files that could be used. */
export async function forEachFile<T>(
  files: readonly string[],
  what: string,
  work: (file: string, index: number) => Promise<T>,
): Promise<{ file: string; result: T }[]> {
  return sortOut(await tryEachFile(files, what, work)).entries;
}

/** Results, and the files that have none as they can't be used. */
export function sortOut<T>(outcomes: readonly Outcome<T>[]): {
  entries: { file: string; result: T }[];
  unreadable: string[];
} {
  return {
    entries: outcomes.filter((outcome) => 'result' in outcome),
    unreadable: outcomes.filter((outcome) => 'error' in outcome).map(({ file }) => file),
  };
}

/** Says that a file can't be used; the exit code is 1 then. */
export function reportFile(file: string, error: FaceGpuError): void {
  note(describeFailure(file, error));
  process.exitCode = 1;
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
 * What is unfinished is taken away, but where the process has no time for that.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${file}.${process.pid}-${replaced++}`;
  return writing(file, async () => {
    const forget = onInterrupt(() => rmSync(unfinished, { force: true }));
    try {
      await writeFile(unfinished, content);
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    } finally {
      forget();
    }
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
