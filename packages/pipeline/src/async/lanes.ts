interface Waiting {
  start(lane: number): void;
}

/**
 * Lets so many calls go on at once, each in a lane that it has to itself meanwhile; those that come
 * later wait, and start in the order in which they came.
 */
export class Lanes {
  /** Those that are free, the last of which is taken first. */
  readonly #free: number[];
  readonly #waiting: Waiting[] = [];
  readonly #calls = new Set<Promise<unknown>>();

  constructor(count: number) {
    this.#free = Array.from({ length: count }, (_, i) => count - 1 - i);
  }

  /** Runs as soon as there is a lane for it. */
  add<T>(work: (lane: number) => Promise<T>): Promise<T> {
    const call = this.#run(work);
    const settled = call.then(
      () => {},
      () => {},
    );
    this.#calls.add(settled);
    void settled.then(() => this.#calls.delete(settled));
    return call;
  }

  /** Waits for all that was added until now. */
  async settled(): Promise<void> {
    await Promise.all(this.#calls);
  }

  async #run<T>(work: (lane: number) => Promise<T>): Promise<T> {
    const lane =
      this.#free.pop() ?? (await new Promise<number>((start) => this.#waiting.push({ start })));
    try {
      return await work(lane);
    } finally {
      const next = this.#waiting.shift();
      if (next) next.start(lane);
      else this.#free.push(lane);
    }
  }
}
