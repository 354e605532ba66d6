import {
  allocate,
  type Device,
  type Dispatch,
  Readback,
  Recording,
  type Tensor,
  uploadRows,
  uploadTensor,
} from '@facegpu/kernels';
import type { SearchOptions, TileOfDistances } from './tiled-distance.ts';
import type { Vectors } from './vector-index.ts';

/** Tensors that a search writes, by name. */
type Outputs = Readonly<Record<string, Tensor>>;

export interface SearchParts<T extends Outputs> extends SearchOptions {
  readonly tiles: readonly TileOfDistances[];
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
  readonly #buffers: readonly GPUBuffer[];

  private constructor(
    device: Device,
    parts: SearchParts<T>,
    buffers: readonly GPUBuffer[],
    recording: Recording,
    readback: Readback,
  ) {
    this.#device = device;
    this.#parts = parts;
    this.#buffers = buffers;
    this.recordings = [recording];
    this.readbacks = [readback];
    this.outputs = parts.outputs;
  }

  /**
   * Gives room to what has none yet, and records: all of it or nothing.
   *
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  static async create<T extends Outputs>(
    device: Device,
    parts: SearchParts<T>,
  ): Promise<Search<T>> {
    const label = 'search';
    const tensors = parts.dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
    const buffers = await allocate(device, label, tensors);
    let recording: Recording | undefined;
    try {
      recording = await Recording.create(device, label, parts.dispatches);
      const readback = await Readback.create(device, label, Object.values(parts.outputs));
      return new Search(device, parts, buffers, recording, readback);
    } catch (error) {
      recording?.dispose();
      for (const buffer of buffers) device.freeBuffer(buffer);
      throw error;
    }
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
    this.recordings[0].dispose();
    this.readbacks[0].dispose();
    for (const buffer of this.#buffers) this.#device.freeBuffer(buffer);
  }
}
