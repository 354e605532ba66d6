import {
  allocate,
  type Device,
  type Dispatch,
  type Owner,
  owning,
  Readback,
  Recording,
  type Tensor,
  uploadRows,
  uploadTensor,
} from '@facegpu/kernels';
import type { Tile } from './segments.ts';
import type { SearchOptions } from './tiled-distance.ts';
import type { Vectors } from './vector-index.ts';

/** Tensors that a search writes, by name. */
type Outputs = Readonly<Record<string, Tensor>>;

export interface SearchParts<T extends Outputs> extends SearchOptions {
  /** Where the filter lies, if there is one. */
  readonly tiles: readonly Pick<Tile, 'mask' | 'first'>[];
  readonly dispatches: readonly Dispatch[];
  /** What is copied back. */
  readonly outputs: T;
}

/** A search that was made ready: it allocates nothing, as long as the segments don't grow. */
export class Search<T extends Outputs> {
  readonly recordings: readonly [Recording];
  readonly readbacks: readonly [Readback];
  readonly outputs: T;
  readonly #device: Device;
  readonly #parts: SearchParts<T>;
  readonly #owner: Owner;

  private constructor(
    device: Device,
    parts: SearchParts<T>,
    owner: Owner,
    recording: Recording,
    readback: Readback,
  ) {
    this.#device = device;
    this.#parts = parts;
    this.#owner = owner;
    this.recordings = [recording];
    this.readbacks = [readback];
    this.outputs = parts.outputs;
  }

  /**
   * Gives room to what has none yet, and records: all of it or nothing.
   *
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  static create<T extends Outputs>(device: Device, parts: SearchParts<T>): Promise<Search<T>> {
    return owning(async (owner) => {
      const label = 'search';
      const tensors = parts.dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
      owner.keepBuffers(device, await allocate(device, label, tensors));
      const recording = owner.keep(await Recording.create(device, label, parts.dispatches));
      const outputs = Object.values(parts.outputs);
      const readback = owner.keep(await Readback.create(device, label, outputs));
      return new Search(device, parts, owner, recording, readback);
    });
  }

  /** Uploads queries: at most as many as it has room for. */
  setQueries(values: Vectors): void {
    const { queries, live } = this.#parts;
    uploadRows(this.#device, queries, values);
    uploadTensor(this.#device, live, Uint32Array.of(values.length / queries.shape[1]));
  }

  /** Uploads which slots take part: a bit for each. Only of a search that is filtered. */
  setFilter(slots: Uint32Array<ArrayBuffer>): void {
    for (const { mask, first } of this.#parts.tiles) {
      const words = new Uint32Array(mask.shape[0]);
      words.set(slots.subarray(first / 32, first / 32 + words.length));
      uploadTensor(this.#device, mask, words);
    }
  }

  /** What a run has left in one of the outputs. */
  read(name: keyof T): ArrayLike<number> {
    return this.readbacks[0].values(this.outputs[name]);
  }

  dispose(): void {
    this.#owner.dispose();
  }
}
