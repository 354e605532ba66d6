import { abortable } from './abort.ts';

interface Running<T> {
  readonly work: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
  done: boolean;
}

/**
 * Work that several callers wait for: done once, and cancelled when the last of them gives up. What
 * failed or was cancelled is begun again for the next caller.
 */
export class Shared<T> {
  readonly #start: (signal: AbortSignal) => Promise<T>;
  #running: Running<T> | undefined;

  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#start = start;
  }

  /** @throws FaceGpuError `aborted` where this caller gives up */
  async wait(signal: AbortSignal | undefined): Promise<T> {
    this.#running ??= this.#begin();
    const running = this.#running;
    running.waiting++;
    try {
      return await abortable(running.work, signal);
    } finally {
      running.waiting--;
      if (signal?.aborted && running.waiting === 0 && !running.done) {
        running.abort.abort(signal.reason);
        this.#forget(running);
      }
    }
  }

  #begin(): Running<T> {
    const abort = new AbortController();
    const running = { work: this.#start(abort.signal), abort, waiting: 0, done: false };
    running.work.then(
      () => {
        running.done = true;
      },
      () => this.#forget(running),
    );
    return running;
  }

  #forget(running: Running<T>): void {
    if (this.#running === running) this.#running = undefined;
  }
}
