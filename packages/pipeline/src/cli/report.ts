import { once } from 'node:events';
import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import type { Format } from './format.ts';
import { messages } from './messages.ts';

/** stdout carries the result alone; whatever else there is to say goes to {@link messages}. */

let clearLastLine: (() => void) | undefined;
let hasPrinted = false;

/** Says how the last line of the terminal, a progress bar, is taken away before something else is written. */
export function setLastLine(clear: (() => void) | undefined): void {
  clearLastLine = clear;
}

export function printJson(value: unknown): void {
  printText(JSON.stringify(value, null, 1));
}

export function printText(text: string): void {
  void print(`${text}\n`);
}

/** Writes a part of the result. Waits while whoever reads it has enough to read. */
export async function print(text: string): Promise<void> {
  clearLastLine?.();
  hasPrinted = true;
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Says something that isn't the result. */
export function note(text: string): void {
  clearLastLine?.();
  messages.write(`${text}\n`);
}

/**
 * Says why a command ended without a result, or midway; in JSON the error is the result, too, where there is none
 * before it.
 *
 * @throws whatever isn't an error of FaceGPU's own: a stack trace says more about those
 */
export function reportFailure(error: unknown, format: Format): void {
  if (!(error instanceof FaceGpuError)) throw error;
  note(`error: ${error.message}\n  fix: ${error.fix}`);
  if (hasPrinted || format === 'table') return;
  if (format === 'json') printJson({ error });
  else printText(JSON.stringify({ error }));
}

/** How many files there are, and which. */
export function countAndNames(files: readonly string[]): string {
  return files.length > 0 ? `${files.length}: ${files.join(', ')}` : '0';
}

/** A line that says why a file was left out, and what would help. */
export function describeFailure(file: string, { message, fix }: FaceGpuError): string {
  // Most errors name the file themselves, and a decoder may say more than one thing.
  const names = [file, path.resolve(file), 'the photo'];
  const name = names.find((name) => /^:?\s/.test(after(message, name))) ?? '';
  const reason = after(message, name)
    .replace(/^:?\s+/, '')
    .trim()
    .replace(/\s*\n\s*/g, '; ');
  return `${file}: ${reason}. ${fix}`;
}

/** What follows a prefix; nothing where the text doesn't begin with it. */
function after(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}
