import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { ChatterFilter } from './chatter.ts';
import { type Relay, relayVariable } from './relayed.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How a process ended. */
interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs a script of Node in a process of its own, and this one becomes its shadow: it ends as that does, and passes
 * on what that writes to stderr, without the lines that native code writes on every run. Dawn has no switch for
 * those, and Node can't look into what its own process writes there; what is unknown, and what a crash says, passes.
 */
export async function relay(args: readonly string[]): Promise<void> {
  // A reader that has gone is no reason to end before the work is done.
  process.stderr.on('error', () => {});
  const { code, signal } = await runFiltered(args, process.stderr);
  if (signal && (signals as readonly string[]).includes(signal)) process.kill(process.pid, signal);
  else process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** Runs Node on arguments; what it writes to stderr goes through a filter to a stream. */
export async function runFiltered(
  args: readonly string[],
  stderr: Writable & { readonly isTTY?: boolean },
): Promise<Ending> {
  const by: Relay = stderr.isTTY ? 'terminal' : 'pipe';
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    // The terminal itself comes fourth. By the last it is known that this process has gone.
    stdio: ['inherit', 'inherit', 'pipe', stderr.isTTY ? 2 : 'ignore', 'ipc'],
    env: { ...process.env, [relayVariable]: by },
  });
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  const filter = new ChatterFilter();
  child.stderr?.on('data', (chunk: Uint8Array) => stderr.write(filter.take(chunk)));
  try {
    const [code, signal] = await once(child, 'close');
    stderr.write(filter.end());
    return { code, signal };
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}
