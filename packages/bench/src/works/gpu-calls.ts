import { platform } from '#platform';

/** WebGPU calls that cost time beyond what they compute. */
export interface GpuCalls {
  submits: number;
  dispatches: number;
  readbacks: number;
}

/** Counts what a piece of work asks of the GPU. */
export async function countCalls(work: () => Promise<unknown>): Promise<GpuCalls> {
  const { GPUQueue, GPUComputePassEncoder, GPUBuffer } = platform.gpuClasses();
  const calls: GpuCalls = { submits: 0, dispatches: 0, readbacks: 0 };
  const count = (key: keyof GpuCalls) => () => {
    calls[key]++;
  };
  const restore = [
    spy(GPUQueue.prototype, 'submit', count('submits')),
    spy(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', count('dispatches')),
    spy(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', count('dispatches')),
    spy(GPUBuffer.prototype, 'mapAsync', count('readbacks')),
  ];
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return calls;
}

/** Follows the buffers that are made until it is stopped. */
export interface MemoryWatch {
  /** The most bytes that were alive at once. */
  readonly peak: number;
  stop(): void;
}

export function watchMemory(): MemoryWatch {
  const { GPUDevice, GPUBuffer } = platform.gpuClasses();
  const alive = new Map<object, number>();
  let bytes = 0;
  let peak = 0;
  const restore = [
    spy(GPUDevice.prototype, 'createBuffer', (_, result) => {
      const buffer = result as GPUBuffer;
      alive.set(buffer, buffer.size);
      bytes += buffer.size;
      peak = Math.max(peak, bytes);
    }),
    spy(GPUBuffer.prototype, 'destroy', (buffer) => {
      // What was made before counts for nothing.
      bytes -= alive.get(buffer) ?? 0;
      alive.delete(buffer);
    }),
  ];
  return {
    get peak() {
      return peak;
    },
    stop() {
      for (const undo of restore) undo();
    },
  };
}

/** Calls `after` with `this` and the result of every call of a method. */
function spy(
  prototype: object,
  method: string,
  after: (self: object, result: unknown) => void,
): () => void {
  const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
  const original = methods[method];
  methods[method] = function (this: object, ...args: unknown[]) {
    const result = original.apply(this, args);
    after(this, result);
    return result;
  };
  return () => {
    methods[method] = original;
  };
}
