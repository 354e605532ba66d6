import {
  allocate,
  type Device,
  decode,
  elementCount,
  encode,
  FaceGpuError,
  formatShape,
  type Shape,
  Tensor,
  uploadTensor,
} from '@facegpu/kernels';

/** Tensors of f32 on the GPU that outlive a plan, and that several plans share. */
export class SharedTensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly #device: Device;
  readonly #buffers: readonly GPUBuffer[];

  private constructor(
    device: Device,
    tensors: ReadonlyMap<string, Tensor>,
    buffers: readonly GPUBuffer[],
  ) {
    this.#device = device;
    this.tensors = tensors;
    this.#buffers = buffers;
  }

  /**
   * Makes tensors of these shapes, which hold zeros.
   *
   * @throws FaceGpuError `out-of-memory`, `gpu-error`, `device-lost`
   */
  static async create(
    device: Device,
    label: string,
    shapes: ReadonlyMap<string, Shape>,
  ): Promise<SharedTensors> {
    const tensors = new Map(
      [...shapes].map(([name, shape]) => {
        return [name, new Tensor(name, { shape, dtype: 'f32', layout: 'dense' })];
      }),
    );
    const buffers = await allocate(device, label, tensors.values());
    return new SharedTensors(device, tensors, buffers);
  }

  /** @throws FaceGpuError `bad-argument` where there is no such tensor, or it has more or fewer values */
  write(name: string, values: ArrayLike<number>): void {
    const tensor = this.tensors.get(name);
    if (!tensor || values.length !== elementCount(tensor.shape)) {
      throw new FaceGpuError(
        'bad-argument',
        `${values.length} values for "${name}", which is ${tensor ? formatShape(tensor.shape) : 'unknown'}`,
        `There are: ${[...this.tensors.keys()].join(', ')}.`,
      );
    }
    uploadTensor(this.#device, tensor, encode(values, 'f32'));
  }

  /** The values of all tensors, row-major. */
  async read(): Promise<ReadonlyMap<string, Float32Array<ArrayBuffer>>> {
    const values = new Map<string, Float32Array<ArrayBuffer>>();
    for (const [name, tensor] of this.tensors) {
      if (!tensor.storage) continue;
      const bytes = await this.#device.read(tensor.storage);
      const all = Float32Array.from(decode(bytes, 'f32'));
      values.set(name, all.slice(0, elementCount(tensor.shape)));
    }
    return values;
  }

  dispose(): void {
    for (const buffer of this.#buffers) this.#device.freeBuffer(buffer);
  }
}
