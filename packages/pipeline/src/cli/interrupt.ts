const cleanups = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** For how long a signal that comes again is the same one, in milliseconds. */
const oneKey = 500;

/** The end of the process, once it was told to end. */
let end: { readonly begun: number; readonly now: () => void } | undefined;

/**
 * Does something when the process is told to end, Ctrl-C perhaps, before it does: finish what is written, give
 * the terminal its cursor back. The last that was added is done first.
 *
 * @param cleanup returns at once, and waits for nothing
 * @returns takes it back
 */
export function onInterrupt(cleanup: () => void): () => void {
  if (cleanups.size === 0 && !end) for (const signal of signals) process.on(signal, interrupted);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0 && !end) for (const signal of signals) process.off(signal, interrupted);
  };
}

/** Does what is to be done before the process ends by itself. */
export function cleanUp(): void {
  for (const cleanup of [...cleanups].reverse()) cleanup();
  cleanups.clear();
}

/** Ends as the signal would have ended the process. */
function interrupted(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (end) {
    // A terminal and the process that started this one may both pass on one Ctrl-C.
    if (now - end.begun > oneKey) end.now();
    return;
  }
  cleanUp();
  const leave = () => {
    for (const signal of signals) process.off(signal, interrupted);
    process.kill(process.pid, signal);
  };
  end = { begun: now, now: leave };
  // What was written is on its way first.
  process.stdout.write('', leave);
}
