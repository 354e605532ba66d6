import { decode } from '../tensor/dtype.ts';
import { byteLength, storedCount, type Tensor } from '../tensor/tensor.ts';
import { toLogical } from '../tensor/values.ts';
import type { Device } from './device.ts';
import { BufferUsage } from './usage.ts';

/** Brings tensors back to memory, all through one staging buffer that is made once. */
export class Readback {
  readonly #device: Device;
  readonly #staging: GPUBuffer;
  readonly #parts: readonly { tensor: Tensor; offset: number; size: number }[];
  readonly #size: number;

  constructor(device: Device, label: string, tensors: Iterable<Tensor>) {
    let end = 0;
    this.#device = device;
    this.#parts = [...tensors].map((tensor) => {
      const size = byteLength(tensor);
      const offset = end;
      end += size;
      return { tensor, offset, size };
    });
    this.#size = end;
    const usage = BufferUsage.MAP_READ | BufferUsage.COPY_DST;
    this.#staging = device.createBuffer(`${label} readback`, end, usage);
  }

  /** Adds the copies to an encoder, after the passes that compute the tensors. */
  encode(encoder: GPUCommandEncoder): void {
    for (const { tensor, offset, size } of this.#parts) {
      if (size === 0) continue;
      const { storage } = tensor;
      if (!storage) throw new Error(`${tensor.label} has no storage`);
      encoder.copyBufferToBuffer(storage.buffer, storage.offset, this.#staging, offset, size);
    }
  }

  /**
   * Waits for what was submitted, and returns the logical values of each tensor, row-major. Must not
   * be called again before it has returned.
   */
  async read(): Promise<Map<Tensor, Float64Array>> {
    const bytes = await this.#device.readMapped(this.#staging, this.#size);
    return new Map(
      this.#parts.map(({ tensor, offset, size }) => {
        const stored = decode(bytes.slice(offset, offset + size), tensor.dtype);
        return [tensor, toLogical(stored.subarray(0, storedCount(tensor)), tensor)];
      }),
    );
  }

  dispose(): void {
    this.#device.freeBuffer(this.#staging);
  }
}
