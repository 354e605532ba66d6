import { type Device, Owner, PassClock, Readback, type Tensor } from '@facegpu/kernels';
import type { StageName } from '../api/options.ts';

/**
 * The way back of a photo in flight: staging buffers and a clock of its own, made when they are first
 * wanted. All else on the GPU is shared, since what is submitted runs in order; but a staging buffer is
 * the caller's until its results are there.
 */
export class Lane {
  readonly #device: Device;
  readonly #owner = new Owner();
  readonly #readbacks: { tensors: readonly Tensor[]; readback: Readback }[] = [];
  #clock: PassClock<StageName> | undefined;

  constructor(device: Device) {
    this.#device = device;
  }

  /** Reads these tensors back, all at once. */
  async readback(tensors: readonly Tensor[]): Promise<Readback> {
    const made = this.#readbacks.find(
      (other) =>
        other.tensors.length === tensors.length &&
        other.tensors.every((tensor, i) => tensor === tensors[i]),
    );
    if (made) return made.readback;
    const readback = this.#owner.keep(await Readback.create(this.#device, 'faces', tensors));
    this.#readbacks.push({ tensors, readback });
    return readback;
  }

  /** Measures the stages; nothing where the adapter has no clock. */
  async clock(): Promise<PassClock<StageName> | undefined> {
    if (!this.#clock) {
      this.#clock = await PassClock.create(this.#device);
      if (this.#clock) this.#owner.keep(this.#clock);
    }
    return this.#clock;
  }

  dispose(): void {
    this.#owner.dispose();
  }
}
