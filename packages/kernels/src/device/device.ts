import { waitForGpu } from '#gpu';
import { FaceGpuError } from '../errors.ts';
import type { BufferRange } from '../tensor/tensor.ts';
import { type AdapterInfo, describeAdapter, requestAdapter, requestDevice } from './adapter.ts';
import { onLoss } from './loss.ts';
import { PipelineCache } from './pipelines.ts';
import { BufferUsage, MapMode } from './usage.ts';

/** A buffer to be made. */
export interface BufferSpec {
  /** What it is for: errors name it so. */
  readonly label: string;
  /** In bytes. */
  readonly size: number;
  /** Storage that can be copied from and to, where left out. */
  readonly usage?: number;
}

/** Scopes around our own calls, the outermost first. */
const scopes = ['out-of-memory', 'internal', 'validation'] as const;

/** Longest wait, in milliseconds, for what is known a moment after a call failed: that the device is lost. */
const lossDelay = 100;

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
  readonly #lost: Promise<void>;
  #forgetLoss = () => {};
  #failure: FaceGpuError | undefined;
  #disposed = false;

  private constructor(gpu: GPUDevice, owned: boolean) {
    this.gpu = gpu;
    this.info = describeAdapter(gpu.adapterInfo, gpu.features);
    this.pipelines = new PipelineCache(gpu, () => this.check());
    this.#owned = owned;
    this.#lost = new Promise((resolve) => {
      this.#forgetLoss = onLoss(gpu, ({ reason, message }) => {
        this.#failure = new FaceGpuError(
          'device-lost',
          `the GPU device was lost (${reason || 'unknown reason'}): ${message}`,
          'Make the pipeline again. If it happens often, update the driver or close other programs that use the GPU.',
        );
        resolve();
      });
    });
    // What nobody catches on a device that was lent may be its owner's: of that one, only what our
    // own scopes catch is ours.
    if (owned) {
      gpu.addEventListener('uncapturederror', (event) => {
        event.preventDefault();
        this.#failure ??= uncaptured(event.error);
      });
    }
  }

  /**
   * A device on the best adapter of this machine.
   *
   * @throws FaceGpuError `no-adapter`
   */
  static async acquire(): Promise<Device> {
    return new Device(await requestDevice(await requestAdapter()), true);
  }

  /**
   * Uses a device of the caller's, with the features and limits it was made with. Errors outside our
   * own calls stay the caller's, and `dispose` leaves nothing there.
   */
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
   * Runs synchronous WebGPU calls inside error scopes, before it returns; what they get wrong rejects
   * the promise. Set-up, submits and uploads of photos go through it: waiting for the scopes takes
   * about 0.1 ms, while the work is under way. Parameters and other small writes go without: they
   * stay within buffers that were checked.
   *
   * @throws FaceGpuError `gpu-error`, `out-of-memory`, `device-lost`, `disposed`
   */
  async guard<T>(what: string, call: () => T): Promise<T> {
    this.check();
    const { gpu } = this;
    for (const scope of scopes) gpu.pushErrorScope(scope);
    let result: T;
    let popped: Promise<GPUError | null>[];
    try {
      result = call();
    } finally {
      // The scopes are a stack: they are popped in the tick that pushed them. A lost device has none.
      popped = scopes.map(() => gpu.popErrorScope().catch(() => null));
    }
    const [validation, internal, memory] = await Promise.all(popped);
    // Whatever used a buffer that found no memory is invalid too.
    if (memory) throw outOfMemory(what, memory.message);
    const error = internal ?? validation;
    if (error) throw gpuError(what, error.message);
    this.check();
    return result;
  }

  /**
   * Makes buffers that count towards `memory` until they are freed: all of them, or none.
   *
   * @param fill writes to them first, within the same error scopes
   * @throws FaceGpuError `out-of-memory`, naming what was asked for
   */
  async createBuffers(
    specs: readonly BufferSpec[],
    fill?: (buffers: readonly GPUBuffer[]) => void,
  ): Promise<GPUBuffer[]> {
    if (specs.length === 0) return [];
    for (const spec of specs) this.#requireSize(spec);
    const buffers: GPUBuffer[] = [];
    try {
      await this.guard(describeBuffers(specs), () => {
        for (const { label, size, usage = storage } of specs) {
          buffers.push(this.gpu.createBuffer({ label, size: Math.max(16, size), usage }));
        }
        fill?.(buffers);
      });
    } catch (error) {
      for (const buffer of buffers) buffer.destroy();
      throw error;
    }
    for (const buffer of buffers) this.#buffers.add(buffer);
    return buffers;
  }

  /** The most bytes that one storage buffer may have here, to be bound as a whole. */
  get largestBinding(): number {
    return Math.min(this.limits.maxBufferSize, this.limits.maxStorageBufferBindingSize);
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
      if (!this.#disposed) {
        await Promise.race([this.#lost, new Promise((resolve) => setTimeout(resolve, lossDelay))]);
      }
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
    const specs = [{ label: `${buffer.label} staging`, size, usage: MAP_READ | COPY_DST }];
    const [staging] = await this.createBuffers(specs);
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
    this.#forgetLoss();
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.clear();
    if (this.#owned) this.gpu.destroy();
  }

  #requireSize({ label, size, usage = storage }: BufferSpec): void {
    const binds = (usage & BufferUsage.STORAGE) !== 0;
    const limit = binds ? this.largestBinding : this.limits.maxBufferSize;
    if (size <= limit) return;
    const what = binds ? 'binding' : 'buffer';
    throw outOfMemory(label, `it needs ${size} bytes, and the adapter allows ${limit} a ${what}`);
  }
}

const storage = BufferUsage.STORAGE | BufferUsage.COPY_SRC | BufferUsage.COPY_DST;

function describeBuffers(specs: readonly BufferSpec[]): string {
  const [largest] = [...specs].sort((a, b) => b.size - a.size);
  const named = `${largest.label} (${largest.size} bytes)`;
  if (specs.length === 1) return named;
  const total = specs.reduce((sum, { size }) => sum + size, 0);
  return `${specs.length} buffers of ${total} bytes in all, the largest ${named}`;
}

/** An error that no scope caught. Node has no globals for the classes of errors, but their names. */
function uncaptured(error: GPUError): FaceGpuError {
  const isMemory = error.constructor.name === 'GPUOutOfMemoryError';
  return (isMemory ? outOfMemory : gpuError)('a call that nobody checks', error.message);
}

function gpuError(what: string, message: string): FaceGpuError {
  return new FaceGpuError(
    'gpu-error',
    `${what}: ${message}`,
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
