import { BufferUsage, type Device } from '@facegpu/kernels';
import type { StageName } from '../api/options.ts';

/** Passes that are measured at most in a run; the rest goes unmeasured. */
const capacity = 64;
const bytes = capacity * 2 * 8;

/** Measures the passes of stages by the GPU's own clock: each writes two timestamps. */
export class StageClock {
  readonly #device: Device;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;
  /** The stage of each pass since the last {@link fetch}. */
  #passes: StageName[] = [];
  #totals: { [Name in StageName]?: number } = {};

  private constructor(device: Device, queries: GPUQuerySet, [resolved, staging]: GPUBuffer[]) {
    this.#device = device;
    this.#queries = queries;
    this.#resolved = resolved;
    this.#staging = staging;
  }

  /**
   * Nothing where the adapter has no timestamps.
   *
   * @throws FaceGpuError `out-of-memory`
   */
  static async create(device: Device): Promise<StageClock | undefined> {
    if (!device.has('timestamp-query')) return undefined;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = BufferUsage;
    const buffers = await device.createBuffers([
      { label: 'timestamps', size: bytes, usage: QUERY_RESOLVE | COPY_SRC },
      { label: 'timestamps readback', size: bytes, usage: MAP_READ | COPY_DST },
    ]);
    try {
      const queries = await device.guard('timestamps', () =>
        device.gpu.createQuerySet({ type: 'timestamp', count: capacity * 2 }),
      );
      return new StageClock(device, queries, buffers);
    } catch (error) {
      for (const buffer of buffers) device.freeBuffer(buffer);
      throw error;
    }
  }

  /** What makes the next pass write its timestamps. */
  pass(name: StageName): GPUComputePassDescriptor {
    const pass = this.#passes.length;
    if (pass === capacity) return {};
    this.#passes.push(name);
    return {
      timestampWrites: {
        querySet: this.#queries,
        beginningOfPassWriteIndex: pass * 2,
        endOfPassWriteIndex: pass * 2 + 1,
      },
    };
  }

  /** Adds the way back of the timestamps to an encoder, after the passes. */
  encode(encoder: GPUCommandEncoder): void {
    const count = this.#passes.length * 2;
    encoder.resolveQuerySet(this.#queries, 0, count, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, count * 8);
  }

  /** Waits for the timestamps that were submitted, and adds them up. */
  async fetch(): Promise<void> {
    const passes = this.#passes;
    this.#passes = [];
    const times = new BigUint64Array(
      await this.#device.readMapped(this.#staging, passes.length * 16),
    );
    passes.forEach((name, i) => {
      const milliseconds = Number(times[i * 2 + 1] - times[i * 2]) / 1e6;
      this.#totals[name] = (this.#totals[name] ?? 0) + milliseconds;
    });
  }

  /** Milliseconds of each stage since this was called last. */
  take(): { [Name in StageName]?: number } {
    const totals = this.#totals;
    this.#totals = {};
    return totals;
  }

  dispose(): void {
    this.#queries.destroy();
    this.#device.freeBuffer(this.#resolved);
    this.#device.freeBuffer(this.#staging);
  }
}
