import { type Device, Tensor } from '@facegpu/kernels';
import type { Photo } from '../photo/photo.ts';

/**
 * The photo that is being worked on, on the GPU. The buffer only ever grows: photos of the same size
 * after one another cost no allocation.
 */
export class PhotoBuffer {
  /** A u32 for each pixel, or four f32. */
  readonly tensor = new Tensor('photo', { shape: [], dtype: 'u32', layout: 'dense' });
  readonly #device: Device;
  #width = 0;
  #height = 0;
  #floats = false;

  constructor(device: Device) {
    this.#device = device;
    this.#allocate(4 * 640 * 480);
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** Whether pixels are four f32 instead of a u32. */
  get floats(): boolean {
    return this.#floats;
  }

  /**
   * Uploads a photo.
   *
   * @returns whether the buffer is another one now, and must be bound again
   */
  upload({ data, width, height }: Photo): boolean {
    this.#width = width;
    this.#height = height;
    this.#floats = data instanceof Float32Array;
    const { buffer, size } = this.tensor.storage ?? { size: 0 };
    const grows = data.byteLength > size;
    if (grows) {
      if (buffer) this.#device.freeBuffer(buffer);
      this.#allocate(data.byteLength);
    }
    const target = this.tensor.storage?.buffer as GPUBuffer;
    this.#device.gpu.queue.writeBuffer(target, 0, data);
    return grows;
  }

  dispose(): void {
    if (this.tensor.storage) this.#device.freeBuffer(this.tensor.storage.buffer);
  }

  #allocate(size: number): void {
    const buffer = this.#device.createStorage('photo', size);
    this.tensor.storage = { buffer, offset: 0, size };
  }
}
