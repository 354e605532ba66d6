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
 * Says why a command ended without a result; with `--json` the result is the error.
 *
 * @throws whatever isn't an error of FaceGPU's own: a stack trace says more about those
 */
export function reportFailure(error: unknown, json: boolean): void {
  if (!(error instanceof FaceGpuError)) throw error;
  if (json) printJson({ error });
  else note(`error: ${error.message}\n  fix: ${error.fix}`);
}

/** Says that a file was left out, and why; the command goes on, and ends with exit code 1. */
export function reportFile(file: string, error: unknown): void {
  if (!(error instanceof FaceGpuError)) throw error;
  note(`${file}: ${error.message}\n  fix: ${error.fix}`);
  process.exitCode = 1;
}
