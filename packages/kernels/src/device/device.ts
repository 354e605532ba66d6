import { waitForGpu } from '#gpu';
import { FaceGpuError } from '../errors.ts';
import type { BufferRange } from '../tensor/tensor.ts';
import { type AdapterInfo, describeAdapter, requestAdapter, requestDevice } from './adapter.ts';
import { PipelineCache } from './pipelines.ts';
import { BufferUsage, MapMode } from './usage.ts';

/**
 * A WebGPU device and all that hangs on it: buffers, pipelines and the errors it reported. Several
 * can live in one process; nothing is shared between them.
 */
export class Device {
  readonly gpu: GPUDevice;
  readonly info: AdapterInfo;
  readonly pipelines: PipelineCache;

  readonly #owned: boolean;
  readonly #buffers = new Set<GPUBuffer>();
  /** Buffers with a `mapAsync` under way: collecting one would end the process. */
  readonly #mapping = new Set<GPUBuffer>();
  #failure: FaceGpuError | undefined;
  #disposed = false;

  private constructor(gpu: GPUDevice, owned: boolean) {
    this.gpu = gpu;
    this.info = describeAdapter(gpu.adapterInfo, gpu.features);
    this.pipelines = new PipelineCache(gpu, () => this.check());
    this.#owned = owned;
    gpu.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      this.#failure ??= gpuError(event.error, 'outside any call');
    });
    void gpu.lost.then(({ reason, message }) => {
      if (this.#disposed) return;
      this.#failure = new FaceGpuError(
        'device-lost',
        `the GPU device was lost (${reason || 'unknown reason'}): ${message}`,
        'Make the pipeline again. If it happens often, update the driver or close other programs that use the GPU.',
      );
    });
  }

  /**
   * A device on the best adapter of this machine.
   *
   * @throws FaceGpuError `no-adapter`
   */
  static async acquire(): Promise<Device> {
    return new Device(await requestDevice(await requestAdapter()), true);
  }

  /** Uses a device of the caller's, with the features and limits it was made with. */
  static wrap(gpu: GPUDevice): Device {
    return new Device(gpu, false);
  }

  get limits(): GPUSupportedLimits {
    return this.gpu.limits;
  }

  has(feature: GPUFeatureName): boolean {
    return this.gpu.features.has(feature);
  }

  /** Buffers that are alive now, and their bytes. */
  get memory(): { buffers: number; bytes: number } {
    let bytes = 0;
    for (const buffer of this.#buffers) bytes += buffer.size;
    return { buffers: this.#buffers.size, bytes };
  }

  /**
   * Throws what went wrong since the last call: a lost device, a disposed one, or an error that no
   * scope caught.
   */
  check(): void {
    if (this.#disposed) {
      throw new FaceGpuError('disposed', 'the device was disposed of', 'Acquire a new one.');
    }
    const failure = this.#failure;
    if (!failure) return;
    if (failure.code !== 'device-lost') this.#failure = undefined;
    throw failure;
  }

  /**
   * Runs synchronous WebGPU calls inside error scopes; what they get wrong rejects the promise.
   *
   * @throws FaceGpuError `gpu-error`, `out-of-memory`
   */
  async guard<T>(what: string, call: () => T): Promise<T> {
    this.check();
    const { gpu } = this;
    gpu.pushErrorScope('out-of-memory');
    gpu.pushErrorScope('validation');
    let result: T;
    let scopes: Promise<GPUError | null>[];
    try {
      result = call();
    } finally {
      // The scopes are a stack: they are popped in the tick that pushed them.
      scopes = [gpu.popErrorScope(), gpu.popErrorScope()];
    }
    const [validation, memory] = await Promise.all(scopes);
    if (memory) throw outOfMemory(what, memory.message);
    if (validation) throw gpuError(validation, what);
    this.check();
    return result;
  }

  /**
   * A buffer that counts towards `memory` until it is freed.
   *
   * @throws FaceGpuError `out-of-memory` where it is larger than the device allows.
   */
  createBuffer(label: string, size: number, usage: number): GPUBuffer {
    const limit = this.limits.maxBufferSize;
    if (size > limit) {
      throw outOfMemory(label, `it needs ${size} bytes, and the adapter allows ${limit} a buffer`);
    }
    const buffer = this.gpu.createBuffer({ label, size: Math.max(16, size), usage });
    this.#buffers.add(buffer);
    return buffer;
  }

  /** A storage buffer that can be copied from and to. */
  createStorage(label: string, size: number): GPUBuffer {
    const { STORAGE, COPY_SRC, COPY_DST } = BufferUsage;
    return this.createBuffer(label, size, STORAGE | COPY_SRC | COPY_DST);
  }

  freeBuffer(buffer: GPUBuffer): void {
    if (this.#buffers.delete(buffer)) buffer.destroy();
  }

  /** Waits for a promise that `gpu` gave; in Node without keeping a core busy with it. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return waitForGpu(promise);
  }

  /** Maps a buffer and copies a part out of it. The buffer must have been made with MAP_READ. */
  async readMapped(buffer: GPUBuffer, size: number): Promise<ArrayBuffer> {
    this.#mapping.add(buffer);
    try {
      await this.wait(buffer.mapAsync(MapMode.READ, 0, size));
    } catch (cause) {
      // A lost device fails its maps first, and says so a moment later.
      await Promise.race([this.gpu.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
      this.check();
      throw new FaceGpuError(
        'gpu-error',
        `reading ${buffer.label} back failed: ${cause instanceof Error ? cause.message : cause}`,
        'Run "facegpu doctor", and report the adapter it prints with this message.',
        { cause },
      );
    } finally {
      this.#mapping.delete(buffer);
    }
    const copy = buffer.getMappedRange(0, size).slice(0);
    buffer.unmap();
    this.check();
    return copy;
  }

  /** Copies a part of a buffer to memory, through a staging buffer of its own. */
  async read({ buffer, offset, size }: BufferRange): Promise<ArrayBuffer> {
    const { MAP_READ, COPY_DST } = BufferUsage;
    const staging = this.createBuffer('staging', size, MAP_READ | COPY_DST);
    try {
      await this.guard(`reading ${buffer.label}`, () => {
        const encoder = this.gpu.createCommandEncoder();
        encoder.copyBufferToBuffer(buffer, offset, staging, 0, size);
        this.gpu.queue.submit([encoder.finish()]);
      });
      return await this.readMapped(staging, size);
    } finally {
      this.freeBuffer(staging);
    }
  }

  /** Frees every buffer, and the GPU's device unless the caller brought it. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.clear();
    if (this.#owned) this.gpu.destroy();
  }
}

function gpuError(error: GPUError, what: string): FaceGpuError {
  return new FaceGpuError(
    'gpu-error',
    `${what}: ${error.message}`,
    'This is a fault in FaceGPU or in the driver. Report it with the output of "facegpu doctor".',
  );
}

function outOfMemory(what: string, detail: string): FaceGpuError {
  return new FaceGpuError(
    'out-of-memory',
    `the GPU has no memory for ${what}: ${detail}`,
    'Use smaller photos, batches or galleries, or dispose of pipelines that are no longer used.',
  );
}
