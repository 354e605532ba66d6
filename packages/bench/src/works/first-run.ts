import { CannotRun, type LoadedNetwork, type Tensors } from '../executors/executor.ts';

/** How a first run went, or why there was none. */
export type ColdStart =
  | {
      readonly milliseconds: number;
      /** The first values of each output. */
      readonly outputs: Readonly<Record<string, readonly number[]>>;
    }
  | { readonly leftOut: string };

/** Values of an output that are handed on: enough to see whether they are right. */
const shown = 64;

/** Counts from the last start. */
export class Clock {
  #begin = performance.now();

  start(): void {
    this.#begin = performance.now();
  }

  get milliseconds(): number {
    return performance.now() - this.#begin;
  }
}

/**
 * Loads a network and runs it once.
 *
 * @param clock starts before loading; whoever loads may start it again
 */
export async function firstRun(
  inputs: Tensors,
  load: () => Promise<LoadedNetwork>,
  clock = new Clock(),
): Promise<ColdStart> {
  try {
    clock.start();
    const outputs = await (await load()).run(inputs);
    const { milliseconds } = clock;
    const entries = Object.entries(outputs).map(([output, values]) => {
      return [output, [...values.subarray(0, shown)]];
    });
    return { milliseconds, outputs: Object.fromEntries(entries) };
  } catch (error) {
    if (error instanceof CannotRun) return { leftOut: error.message };
    throw error;
  }
}
