/** How long a task of the page may take before it lets others have their turn, in milliseconds. */
const longest = 8;

/** Lets long work pause: the page answers to its visitor in between. */
export class Slices {
  #began = performance.now();

  /** Whether this task has taken long enough. */
  get isOver(): boolean {
    return performance.now() - this.#began >= longest;
  }

  /** Waits for the page's other tasks, where it is time to. */
  async pause(): Promise<void> {
    if (!this.isOver) return;
    await nextTask();
    this.#began = performance.now();
  }
}

/** Lets the page's other tasks go first. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
