/** How often to look, in milliseconds. */
const period = 500;

/**
 * Ends this process when npm, which has started it, is gone. A signal to npm reaches no more than the
 * shell between the two.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, period);
  timer.unref();
}
