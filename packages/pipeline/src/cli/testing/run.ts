import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** The built command line. */
export const cli = path.join(root, 'packages/pipeline/dist/cli.js');

/** An environment in which WebGPU finds no adapter, by Vulkan at least. */
export const noAdapter = {
  VK_DRIVER_FILES: '/nonexistent',
  VK_ICD_FILENAMES: '/nonexistent',
  VK_ADD_DRIVER_FILES: '',
};

/** What a command came to. */
export interface Outcome {
  /** The exit code; 128 and its number where a signal ended the process, as a shell has it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process whose output is read. */
export type Running = ChildProcessByStdio<null, Readable, Readable>;

export interface RunOptions {
  readonly cwd?: string;
  /** Set on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Does something to the process while it runs. */
  readonly meanwhile?: (child: Running) => unknown;
}

/** Runs the built command line to its end. */
export function facegpu(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(process.execPath, [cli, ...args], options);
}

/** How many commands of a test file run at once: each keeps a core busy, and has much to start. */
const places = 2;
const running = new Set<Promise<unknown>>();

/** Runs a command to its end; kills it after 100 seconds, and then its code is 137. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  while (running.size >= places) await Promise.race(running);
  const outcome = start(command, args, options);
  const ended = outcome.catch(() => undefined).finally(() => running.delete(ended));
  running.add(ended);
  return outcome;
}

async function start(
  command: string,
  args: readonly string[],
  { cwd = root, env, meanwhile }: RunOptions,
): Promise<Outcome> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 100_000,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const output = Promise.all([read(child.stdout), read(child.stderr)]);
  await meanwhile?.(child);
  const [code, signal] = await ended;
  const [stdout, stderr] = await output;
  return { code: code ?? 128 + (signal ? constants.signals[signal] : 0), stdout, stderr };
}

/** The text of a stream; nothing of one that a test stopped reading. */
function read(stream: Readable): Promise<string> {
  return text(stream).catch(() => '');
}
