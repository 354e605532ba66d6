/**
 * Waits for a promise of the GPU's. Dawn asks the driver anew in each turn of Node's event loop while
 * such a promise is pending, which keeps a core busy that a software adapter computes on. So the
 * thread sleeps in turns in which nothing else ran: an eighth of the time waited so far, at most
 * a millisecond.
 */
export async function waitForGpu<T>(promise: Promise<T>): Promise<T> {
  if (waiting++ === 0) began = awake = performance.now();
  if (!scheduled) schedule();
  try {
    return await promise;
  } finally {
    waiting--;
  }
}

let waiting = 0;
let scheduled = false;
let began = 0;
/** When the thread woke up last. */
let awake = 0;

/** A turn of the event loop that takes longer, in milliseconds, had something to do. */
const idleTurn = 0.2;

const nothing = new Int32Array(new SharedArrayBuffer(4));

function schedule(): void {
  scheduled = true;
  setImmediate(sleep);
}

function sleep(): void {
  scheduled = false;
  if (waiting === 0) return;
  const now = performance.now();
  if (now - awake < idleTurn) Atomics.wait(nothing, 0, 0, Math.min(1, (now - began) / 8));
  awake = performance.now();
  schedule();
}
