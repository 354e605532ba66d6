import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FaceGpuError } from '@facegpu/kernels';

const run = promisify(execFile);

/**
 * Runs a script in a process of its own.
 *
 * @returns what it printed last, a line of JSON
 * @throws FaceGpuError `worker-failed` with what it complained about
 */
export async function askChild<T>(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<T> {
  const env = { ...process.env, ...environment };
  try {
    const { stdout } = await run(process.execPath, [fileURLToPath(script), ...args], { env });
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
  } catch (cause) {
    throw new FaceGpuError(
      'worker-failed',
      `a process of the benchmark's gave no answer: ${cause instanceof Error ? cause.message : cause}`,
      'Run it again with less beside it; --filter leaves cold starts out.',
      { cause },
    );
  }
}
