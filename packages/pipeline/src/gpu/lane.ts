import { type Device, Readback, type Tensor } from '@facegpu/kernels';
import { part } from '../async/part.ts';
import type { StageClock } from './stage-clock.ts';

/**
 * Readbacks that are kept ready: sizes of a detector have results of their own, and searches of a growing
 * gallery others again and again.
 */
const most = 8;

/**
 * The way back of a photo in flight: staging buffers and a clock of its own, made when they are first
 * wanted. All else on the GPU is shared, since what is submitted runs in order; but a staging buffer is
 * the caller's until its results are there.
 */
export class Lane {
  readonly #device: Device;
  /** Those that were used last come last. */
  readonly #readbacks: { tensors: readonly Tensor[]; readback: Readback }[] = [];
  #clock: StageClock | undefined;

  constructor(device: Device) {
    this.#device = device;
  }

  /** Reads these tensors back, all at once. */
  async readback(tensors: readonly Tensor[]): Promise<Readback> {
    const known = this.#readbacks.findIndex(
      (other) =>
        other.tensors.length === tensors.length &&
        other.tensors.every((tensor, i) => tensor === tensors[i]),
    );
    const [made] = known < 0 ? [] : this.#readbacks.splice(known, 1);
    const readback = made?.readback ?? (await Readback.create(this.#device, 'faces', tensors));
    this.#readbacks.push({ tensors, readback });
    if (this.#readbacks.length > most) this.#readbacks.shift()?.readback.dispose();
    return readback;
  }

  /** Measures the stages; nothing where the adapter has no clock. */
  async clock(): Promise<StageClock | undefined> {
    const { StageClock } = await part(() => import('./stage-clock.ts'));
    this.#clock ??= await StageClock.create(this.#device);
    return this.#clock;
  }

  dispose(): void {
    for (const { readback } of this.#readbacks) readback.dispose();
    this.#clock?.dispose();
  }
}
