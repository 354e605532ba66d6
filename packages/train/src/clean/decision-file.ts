import { readFile } from 'node:fs/promises';
import { FaceGpuError } from '@facegpu/kernels';
import { replaceFile } from '@facegpu/pipeline/command-line';
import { type Decision, formatDecisions, parseDecisions } from './decisions.ts';

/**
 * Reads a file of decisions.
 *
 * @param ifMissing whether a file that isn't there is one without decisions
 * @throws FaceGpuError `file-unreadable`, `bad-argument`
 */
export async function readDecisions(file: string, ifMissing = false): Promise<Decision[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (ifMissing && cause.code === 'ENOENT') return undefined;
    throw new FaceGpuError(
      'file-unreadable',
      `${file} can't be read: ${cause.code ?? cause}`,
      'Give a file of decisions: facegpu dataset clean DIR --serve --decisions FILE writes one.',
      { cause },
    );
  });
  return text === undefined ? [] : parseDecisions(text, file);
}

/**
 * Writes a file of decisions: wholly, or not at all.
 *
 * @throws FaceGpuError `file-unwritable`
 */
export function writeDecisions(file: string, decisions: readonly Decision[]): Promise<void> {
  return replaceFile(file, formatDecisions(decisions));
}
