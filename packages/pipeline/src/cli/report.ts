import path from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';

/** stdout carries the result alone; whatever else there is to say goes to stderr. */

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 1)}\n`);
}

export function printText(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Says something that isn't the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * Says why a command ended without a result; with `--json` the error is the result, too.
 *
 * @throws whatever isn't an error of FaceGPU's own: a stack trace says more about those
 */
export function reportFailure(error: unknown, json: boolean): void {
  if (!(error instanceof FaceGpuError)) throw error;
  note(`error: ${error.message}\n  fix: ${error.fix}`);
  if (json) printJson({ error });
}

/** A line that says why a file was left out, and what would help. */
export function describeFailure(file: string, { message, fix }: FaceGpuError): string {
  // Most errors name the file themselves, and a decoder may say more than one thing.
  const name = [file, path.resolve(file)].find((name) => /^:?\s/.test(after(message, name))) ?? '';
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
