import { type BufferRange, type Device, Tensor } from '@facegpu/kernels';
import { isKind } from '../api/kinds.ts';
import type { Photo } from '../photo/photo.ts';

/**
 * The photo that is being worked on, on the GPU. The buffer only ever grows: photos of the same size
 * after one another cost no allocation.
 *
 * One is enough for several photos in flight: an upload takes its turn after the work that was
 * submitted before it.
 */
export class PhotoBuffer {
  /** A u32 for each pixel, or four f32. */
  readonly tensor = new Tensor('photo', { shape: [], dtype: 'u32', layout: 'dense' });
  readonly #device: Device;
  #current: Photo | undefined;

  private constructor(device: Device) {
    this.#device = device;
  }

  /** @throws FaceGpuError `out-of-memory` */
  static async create(device: Device): Promise<PhotoBuffer> {
    const photo = new PhotoBuffer(device);
    await photo.#allocate(4 * 640 * 480);
    return photo;
  }

  get width(): number {
    return this.#current?.width ?? 0;
  }

  get height(): number {
    return this.#current?.height ?? 0;
  }

  /** Whether pixels are four f32 instead of a u32. */
  get floats(): boolean {
    return isKind(this.#current?.data, 'Float32Array');
  }

  /**
   * Uploads a photo, unless it is the one that was uploaded last. Where a larger one finds no memory,
   * everything stays as it was.
   *
   * @returns whether the buffer is another one now, and must be bound again
   * @throws FaceGpuError `out-of-memory`
   */
  async upload(photo: Photo): Promise<boolean> {
    if (photo === this.#current) return false;
    const { data } = photo;
    const grows = data.byteLength > this.#size;
    if (grows) await this.#allocate(data.byteLength, data);
    else await this.#write(data);
    this.#current = photo;
    return grows;
  }

  dispose(): void {
    if (this.tensor.storage) this.#device.freeBuffer(this.tensor.storage.buffer);
  }

  get #size(): number {
    return this.tensor.storage?.size ?? 0;
  }

  async #write(data: Photo['data']): Promise<void> {
    const { buffer } = this.tensor.storage as BufferRange;
    const { queue } = this.#device.gpu;
    await this.#device.guard('uploading a photo', () => queue.writeBuffer(buffer, 0, data));
  }

  async #allocate(size: number, data?: Photo['data']): Promise<void> {
    const { queue } = this.#device.gpu;
    const [buffer] = await this.#device.createBuffers([{ label: 'photo', size }], ([made]) => {
      if (data) queue.writeBuffer(made, 0, data);
    });
    this.dispose();
    this.tensor.storage = { buffer, offset: 0, size };
  }
}
