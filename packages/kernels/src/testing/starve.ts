import type { Device } from '../device/device.ts';
import { expect } from './testing.ts';

/** A device that runs out of memory, see {@link starve}. */
export interface Starvation {
  /** Buffers that found no memory so far. */
  readonly failures: number;
  /** Buffers that were made since it began, and not destroyed. */
  readonly alive: ReadonlySet<GPUBuffer>;
  /** There is memory again. */
  end(): void;
}

interface Scope {
  readonly filter: GPUErrorFilter;
  error?: GPUError;
}

class GPUOutOfMemoryError {
  readonly message = 'simulated: no memory is left';
}

/**
 * From now on some buffers find no memory, as WebGPU has it: `createBuffer` returns an invalid buffer,
 * and the error goes to the innermost scope for it, or to the listeners of `uncapturederror`. Software
 * adapters never refuse by themselves.
 *
 * @param refuses by a buffer's size in bytes, and by how many were made before it
 */
export function starve(
  gpu: GPUDevice,
  refuses: (size: number, before: number) => boolean,
): Starvation {
  const { createBuffer, pushErrorScope, popErrorScope } = gpu;
  const scopes: Scope[] = [];
  const alive = new Set<GPUBuffer>();
  let made = 0;
  let failures = 0;
  const watch = (buffer: GPUBuffer) => {
    const { destroy } = buffer;
    buffer.destroy = () => {
      alive.delete(buffer);
      return destroy.call(buffer);
    };
    alive.add(buffer);
    return buffer;
  };
  gpu.pushErrorScope = (filter) => {
    scopes.push({ filter });
    return pushErrorScope.call(gpu, filter);
  };
  gpu.popErrorScope = async () => {
    const error = scopes.pop()?.error;
    const found = await popErrorScope.call(gpu);
    return error ?? found;
  };
  gpu.createBuffer = (descriptor) => {
    if (!refuses(descriptor.size, made++)) return watch(createBuffer.call(gpu, descriptor));
    failures++;
    const error = new GPUOutOfMemoryError() as GPUError;
    const scope = [...scopes].reverse().find(({ filter }) => filter === 'out-of-memory');
    if (scope) scope.error ??= error;
    else gpu.dispatchEvent(Object.assign(new Event('uncapturederror'), { error }));
    // To be mapped for reading and for writing is against the rules, so this buffer is invalid.
    pushErrorScope.call(gpu, 'validation');
    const invalid = createBuffer.call(gpu, { ...descriptor, usage: 3 });
    void popErrorScope.call(gpu);
    return watch(invalid);
  };
  return {
    alive,
    get failures() {
      return failures;
    },
    end() {
      Object.assign(gpu, { createBuffer, pushErrorScope, popErrorScope });
    },
  };
}

/**
 * Does something again and again, each time without memory for another one of the buffers that it
 * makes, and expects that every failure says so and leaves the device as it was.
 *
 * @param step looks at every so many buffers only, where there are many
 * @returns what it comes to once there is memory for all
 */
export async function starveEach<T>(
  device: Device,
  attempt: () => Promise<T>,
  step = 1,
): Promise<T> {
  const before = device.memory;
  for (let nth = 0; ; nth += step) {
    const starvation = starve(device.gpu, (_size, made) => made === nth);
    const outcome = await attempt().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    starvation.end();
    if (starvation.failures === 0) {
      expect(nth, 'nothing was made').toBeGreaterThan(0);
      if ('error' in outcome) throw outcome.error;
      return outcome.result;
    }
    expect(outcome, `buffer ${nth} found no memory`).toMatchObject({
      error: { code: 'out-of-memory', message: expect.stringMatching(/\d+ bytes.*simulated/) },
    });
    expect(device.memory, `buffer ${nth} found no memory`).toEqual(before);
    expect(starvation.alive.size, `left where buffer ${nth} found no memory`).toBe(0);
    device.check();
  }
}
