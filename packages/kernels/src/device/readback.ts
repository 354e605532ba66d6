import { FaceGpuError } from '../errors.ts';
import { decode } from '../tensor/dtype.ts';
import { requireStorage } from '../tensor/require.ts';
import { byteLength, storedCount, type Tensor } from '../tensor/tensor.ts';
import { type Numbers, toLogical } from '../tensor/values.ts';
import type { Device } from './device.ts';
import { BufferUsage } from './usage.ts';

/** Brings tensors back to memory, all through one staging buffer that is made once. */
export class Readback {
  readonly #device: Device;
  readonly #staging: GPUBuffer;
  readonly #offsets: ReadonlyMap<Tensor, number>;
  readonly #size: number;
  #bytes = new ArrayBuffer(0);

  private constructor(
    device: Device,
    staging: GPUBuffer,
    offsets: ReadonlyMap<Tensor, number>,
    size: number,
  ) {
    this.#device = device;
    this.#staging = staging;
    this.#offsets = offsets;
    this.#size = size;
  }

  /** @throws FaceGpuError `out-of-memory` */
  static async create(device: Device, label: string, tensors: Iterable<Tensor>): Promise<Readback> {
    let size = 0;
    const offsets = new Map<Tensor, number>();
    for (const tensor of new Set(tensors)) {
      offsets.set(tensor, size);
      size += byteLength(tensor);
    }
    const usage = BufferUsage.MAP_READ | BufferUsage.COPY_DST;
    const [staging] = await device.createBuffers([{ label: `${label} readback`, size, usage }]);
    return new Readback(device, staging, offsets, size);
  }

  /** Adds the copies to an encoder, after the passes that compute the tensors. */
  encode(encoder: GPUCommandEncoder): void {
    for (const [tensor, offset] of this.#offsets) {
      const size = byteLength(tensor);
      if (size === 0) continue;
      const { buffer, offset: from } = requireStorage('readback', tensor);
      encoder.copyBufferToBuffer(buffer, from, this.#staging, offset, size);
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

  /**
   * The logical values of a tensor, row-major, as they were fetched last.
   *
   * @throws FaceGpuError `bad-argument` where the tensor is none of those that are read back
   */
  values(tensor: Tensor): Numbers {
    const offset = this.#offsets.get(tensor);
    if (offset === undefined) {
      const labels = [...this.#offsets.keys()].map(({ label }) => label);
      throw new FaceGpuError(
        'bad-argument',
        `the tensor ${tensor.label} is not read back`,
        `These are: ${labels.join(', ')}. Create the readback with it.`,
      );
    }
    const bytes = this.#bytes.slice(offset, offset + byteLength(tensor));
    return toLogical(decode(bytes, tensor.dtype).subarray(0, storedCount(tensor)), tensor);
  }

  dispose(): void {
    this.#device.freeBuffer(this.#staging);
  }
}
