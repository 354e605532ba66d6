import type { Device } from './device.ts';

/** What belongs together: it is freed together, the last first. */
export class Owner {
  readonly #free: (() => void)[] = [];

  /** Takes over a thing, and returns it. */
  keep<T extends { dispose(): void }>(thing: T): T {
    this.#free.push(() => thing.dispose());
    return thing;
  }

  /** Takes over buffers of a device. */
  keepBuffers(device: Device, buffers: readonly GPUBuffer[]): void {
    this.#free.push(() => {
      for (const buffer of buffers) device.freeBuffer(buffer);
    });
  }

  dispose(): void {
    for (let free = this.#free.pop(); free; free = this.#free.pop()) free();
  }
}

/**
 * Makes something of several parts, step by step: where a step fails, what was made before is freed.
 *
 * @param make gives each part to the owner as soon as it is there; the result disposes of the owner
 */
export async function owning<T>(make: (owner: Owner) => Promise<T>): Promise<T> {
  const owner = new Owner();
  try {
    return await make(owner);
  } catch (error) {
    owner.dispose();
    throw error;
  }
}
