import type { Dimensions, Network } from '@facegpu/nn';

/** Values by name, row-major; images are `[batch, height, width, channels]`. */
export type Tensors = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

/** Something that runs networks: ours, or a peer. All of them get the very same graph. */
export interface Executor {
  /** `facegpu`, or the peer's library and backend. */
  readonly name: string;
  /**
   * Makes a network ready to run at these sizes.
   *
   * @throws CannotRun where the peer has no way to on this machine
   */
  load(network: Network, dimensions: Dimensions): Promise<LoadedNetwork>;
  dispose(): void;
}

export interface LoadedNetwork {
  /** From values in memory to values in memory. */
  run(inputs: Tensors): Promise<Tensors>;
  dispose(): void | Promise<void>;
}

/** A peer that is left out of a comparison, and why. */
export class CannotRun extends Error {
  constructor(executor: string, cause: unknown) {
    super(`${executor} is left out: ${cause instanceof Error ? cause.message : cause}`, { cause });
    this.name = 'CannotRun';
  }
}
