/** Lets asynchronous work wait for its turn, so that calls never mix. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs after everything that was added before has settled. */
  add<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
