import { type Device, Tensor, uploadTensor } from '@facegpu/kernels';

/** A part of the gallery that one binding can hold. */
export interface Segment {
  /** `[capacity, dimensions]`, f32. */
  readonly rows: Tensor;
  /** The number of the first row, counted over all segments. */
  readonly first: number;
  /** Rows that hold something. */
  count: number;
}

/** Rows of the first segment; it doubles until it is as large as a binding may be. */
const firstCapacity = 256;

/**
 * Descriptors as rows of GPU buffers. A gallery of any size is a list of segments; the numbers of
 * rows never change. A copy stays in memory, from which segments are made larger.
 */
export class Segments {
  readonly device: Device;
  readonly #list: Segment[] = [];
  readonly #rows: Float32Array<ArrayBuffer>[] = [];

  constructor(device: Device) {
    this.device = device;
  }

  get list(): readonly Segment[] {
    return this.#list;
  }

  /** Numbers of a descriptor; unknown before the first. */
  get dimensions(): number | undefined {
    return this.#rows[0]?.length;
  }

  /** Rows that there is room for. */
  get capacity(): number {
    return this.#list.reduce((sum, { rows }) => sum + rows.shape[0], 0);
  }

  /** Adds a row. */
  add(row: Float32Array<ArrayBuffer>): void {
    this.#rows.push(row);
    const last = this.#list.at(-1);
    const segment = last && last.count < last.rows.shape[0] ? last : this.#grow(row.length);
    const { buffer } = segment.rows.storage as { buffer: GPUBuffer };
    this.device.gpu.queue.writeBuffer(buffer, segment.count * row.byteLength, row);
    segment.count++;
  }

  /** The same rows on another device. */
  copyTo(device: Device): Segments {
    const copy = new Segments(device);
    for (const row of this.#rows) copy.add(row);
    return copy;
  }

  dispose(): void {
    for (const { rows } of this.#list) this.#free(rows);
    this.#list.length = 0;
  }

  /** Makes the last segment larger, or begins another one. */
  #grow(dimensions: number): Segment {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const most = Math.floor(
      Math.min(maxBufferSize, maxStorageBufferBindingSize) / (dimensions * 4),
    );
    const last = this.#list.at(-1);
    const capacity = last ? last.rows.shape[0] : 0;
    if (!last || capacity === most) {
      const first = last ? last.first + last.count : 0;
      const rows = this.#allocate(Math.min(firstCapacity, most), dimensions);
      const segment = { rows, first, count: 0 };
      this.#list.push(segment);
      return segment;
    }
    const rows = this.#allocate(Math.min(capacity * 2, most), dimensions);
    const data = new Float32Array(last.count * dimensions);
    for (let i = 0; i < last.count; i++) data.set(this.#rows[last.first + i], i * dimensions);
    uploadTensor(this.device, rows, data);
    this.#free(last.rows);
    const segment = { ...last, rows };
    this.#list[this.#list.length - 1] = segment;
    return segment;
  }

  #allocate(capacity: number, dimensions: number): Tensor {
    const size = capacity * dimensions * 4;
    const buffer = this.device.createStorage('gallery', size);
    const spec = { shape: [capacity, dimensions], dtype: 'f32', layout: 'dense' } as const;
    return new Tensor('gallery', spec, { buffer, offset: 0, size });
  }

  #free(rows: Tensor): void {
    if (rows.storage) this.device.freeBuffer(rows.storage.buffer);
  }
}
