import type { Executor } from './executors/executor.ts';
import type { Contender } from './measure.ts';

/** Something that everyone does, to be timed. */
export interface Work {
  readonly name: string;
  readonly kind: 'network';
  /**
   * Makes everyone ready, lets each do it twice, and makes sure that all get the same numbers.
   *
   * @throws Error where a peer disagrees
   */
  prepare(executors: readonly Executor[]): Promise<PreparedWork>;
}

export interface PreparedWork {
  /** In the order of the executors, without those that can't run it. */
  readonly contenders: readonly Contender[];
  dispose(): Promise<void>;
}
