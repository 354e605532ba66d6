import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a script in a process of its own.
 *
 * @returns what it printed last, a line of JSON
 * @throws Error with what it complained about
 */
export async function askChild<T>(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<T> {
  const env = { ...process.env, ...environment };
  const { stdout } = await run(process.execPath, [fileURLToPath(script), ...args], { env });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
}
