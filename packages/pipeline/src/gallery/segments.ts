import { allocate, type Device, Tensor, uploadRows } from '@facegpu/kernels';

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

  /**
   * Adds rows: all of them, or none.
   *
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  async add(rows: readonly Float32Array<ArrayBuffer>[]): Promise<void> {
    if (rows.length === 0) return;
    const wanted = this.#rows.length + rows.length;
    while (this.capacity < wanted) await this.#grow(rows[0].length);
    for (const row of rows) {
      const segment = this.#list.find(({ rows, count }) => count < rows.shape[0]) as Segment;
      uploadRows(this.device, segment.rows, row, segment.count);
      segment.count++;
      this.#rows.push(row);
    }
  }

  /** The same rows on another device. */
  async copyTo(device: Device): Promise<Segments> {
    const copy = new Segments(device);
    try {
      await copy.add(this.#rows);
      return copy;
    } catch (error) {
      copy.dispose();
      throw error;
    }
  }

  dispose(): void {
    for (const { rows } of this.#list) this.#free(rows);
    this.#list.length = 0;
  }

  /** Makes the last segment larger, or begins another one. Where that fails, all stays as it was. */
  async #grow(dimensions: number): Promise<void> {
    const most = Math.floor(this.device.largestBinding / (dimensions * 4));
    const last = this.#list.at(-1);
    const capacity = last ? last.rows.shape[0] : 0;
    if (!last || capacity === most) {
      const first = last ? last.first + capacity : 0;
      const rows = await this.#allocate(Math.min(firstCapacity, most), dimensions);
      this.#list.push({ rows, first, count: 0 });
      return;
    }
    const rows = await this.#allocate(Math.min(capacity * 2, most), dimensions);
    const data = new Float32Array(last.count * dimensions);
    for (let i = 0; i < last.count; i++) data.set(this.#rows[last.first + i], i * dimensions);
    uploadRows(this.device, rows, data);
    this.#free(last.rows);
    this.#list[this.#list.length - 1] = { ...last, rows };
  }

  async #allocate(capacity: number, dimensions: number): Promise<Tensor> {
    const spec = { shape: [capacity, dimensions], dtype: 'f32', layout: 'dense' } as const;
    const rows = new Tensor('rows', spec);
    await allocate(this.device, 'gallery', [rows]);
    return rows;
  }

  #free(rows: Tensor): void {
    if (rows.storage) this.device.freeBuffer(rows.storage.buffer);
  }
}
