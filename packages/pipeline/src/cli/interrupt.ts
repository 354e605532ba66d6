const cleanups = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does something when the process is told to end, Ctrl-C perhaps, before it does: finish what is written, give
 * the terminal its cursor back. The last that was added is done first.
 *
 * @param cleanup returns at once, and waits for nothing
 * @returns takes it back
 */
export function onInterrupt(cleanup: () => void): () => void {
  if (cleanups.size === 0) for (const signal of signals) process.on(signal, interrupted);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) for (const signal of signals) process.off(signal, interrupted);
  };
}

/** Does what is to be done before the process ends by itself. */
export function cleanUp(): void {
  for (const cleanup of [...cleanups].reverse()) cleanup();
  cleanups.clear();
}

/** Ends as the signal would have ended the process. */
function interrupted(signal: NodeJS.Signals): void {
  cleanUp();
  for (const signal of signals) process.off(signal, interrupted);
  // What was written is on its way first.
  process.stdout.write('', () => process.kill(process.pid, signal));
}
