import type { Device } from '@facegpu/kernels';
import type { DescriptorIndex, Neighbour } from './descriptor-index.ts';
import { createSearch, type Search } from './search.ts';
import { Segments } from './segments.ts';

/** Where work can be done on a device, which may be another one after a loss. */
export interface DeviceHost {
  readonly device: Device;
  run<T>(work: (device: Device) => Promise<T>): Promise<T>;
}

/** Descriptors on the GPU, and a copy in memory that survives the loss of the device. */
export class GpuIndex implements DescriptorIndex {
  readonly #host: DeviceHost;
  #segments: Segments;
  #search: Search | undefined;

  constructor(host: DeviceHost) {
    this.#host = host;
    this.#segments = new Segments(host.device);
  }

  add(rows: readonly Float32Array<ArrayBuffer>[]): Promise<void> {
    return this.#host.run(async (device) => (await this.#on(device)).add(rows));
  }

  nearest(query: Float32Array<ArrayBuffer>, count: number): Promise<Neighbour[]> {
    return this.#host.run(async (device) => {
      await this.#on(device);
      return (await this.#searchFor(count)).run(query);
    });
  }

  async dispose(): Promise<void> {
    this.#search?.dispose();
    this.#segments.dispose();
  }

  /** The segments on this device: what a lost one held went with it. */
  async #on(device: Device): Promise<Segments> {
    if (device !== this.#segments.device) {
      this.#segments = await this.#segments.copyTo(device);
      this.#search = undefined;
    }
    return this.#segments;
  }

  /** A search that returns enough rows, made anew where the segments have outgrown the last one. */
  async #searchFor(count: number): Promise<Search> {
    const segments = this.#segments;
    const wanted = Math.min(count, segments.capacity);
    if (this.#search?.fits(wanted)) {
      this.#search.update();
      return this.#search;
    }
    this.#search?.dispose();
    this.#search = undefined;
    this.#search = await createSearch(segments.device, segments, wanted);
    return this.#search;
  }
}
