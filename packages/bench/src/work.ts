import type { Device } from '@facegpu/kernels';
import type { Executor } from './executors/executor.ts';
import type { Contender, Times } from './measure.ts';

/** What works are prepared with. */
export interface Setting {
  /** The device of ours, and of those peers that can share it. */
  readonly device: Device;
  /** Ours first. */
  readonly executors: readonly Executor[];
}

/** Something that everyone does, to be timed. */
export interface Work<Needed = Setting> {
  readonly name: string;
  readonly kind: 'kernel' | 'network' | 'cold' | 'photo' | 'match';
  /**
   * Makes everyone ready, lets each do it twice, and makes sure that all get the same numbers.
   *
   * @throws Error where a peer disagrees
   */
  prepare(setting: Needed): Promise<PreparedWork>;
}

/** Numbers by name, with their unit. */
export type Facts = Readonly<Record<string, number>>;

export interface PreparedWork {
  /** Ours first; those that can't do it are left out. */
  readonly contenders: readonly Contender[];
  /** What else is worth knowing: `submits per photo`, `GFLOP`. */
  readonly facts?: Facts;
  /** What is worth knowing of the times themselves. */
  factsOf?(times: ReadonlyMap<string, Times>): Facts;
  dispose(): Promise<void>;
}
