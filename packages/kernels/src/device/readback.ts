import { decode } from '../tensor/dtype.ts';
import { byteLength, storedCount, type Tensor } from '../tensor/tensor.ts';
import { toLogical } from '../tensor/values.ts';
import type { Device } from './device.ts';
import { BufferUsage } from './usage.ts';

/** Brings tensors back to memory, all through one staging buffer that is made once. */
export class Readback {
  readonly #device: Device;
  readonly #staging: GPUBuffer;
  readonly #offsets = new Map<Tensor, number>();
  readonly #size: number;
  #bytes = new ArrayBuffer(0);

  constructor(device: Device, label: string, tensors: Iterable<Tensor>) {
    let end = 0;
    for (const tensor of tensors) {
      this.#offsets.set(tensor, end);
      end += byteLength(tensor);
    }
    const usage = BufferUsage.MAP_READ | BufferUsage.COPY_DST;
    this.#device = device;
    this.#size = end;
    this.#staging = device.createBuffer(`${label} readback`, end, usage);
  }

  /** Adds the copies to an encoder, after the passes that compute the tensors. */
  encode(encoder: GPUCommandEncoder): void {
    for (const [tensor, offset] of this.#offsets) {
      const size = byteLength(tensor);
      if (size === 0) continue;
      const { storage } = tensor;
      if (!storage) throw new Error(`${tensor.label} has no storage`);
      encoder.copyBufferToBuffer(storage.buffer, storage.offset, this.#staging, offset, size);
    }
  }

  /**
   * Waits for the copies that were submitted. Must not be called again before it has returned.
   *
   * @throws FaceGpuError `device-lost`, `gpu-error`
   */
  async fetch(): Promise<void> {
    this.#bytes = await this.#device.readMapped(this.#staging, this.#size);
  }

  /** The logical values of a tensor, row-major, as they were fetched last. */
  values(tensor: Tensor): Float64Array {
    const offset = this.#offsets.get(tensor);
    if (offset === undefined) throw new Error(`${tensor.label} is not read back`);
    const bytes = this.#bytes.slice(offset, offset + byteLength(tensor));
    return toLogical(decode(bytes, tensor.dtype).subarray(0, storedCount(tensor)), tensor);
  }

  dispose(): void {
    this.#device.freeBuffer(this.#staging);
  }
}
