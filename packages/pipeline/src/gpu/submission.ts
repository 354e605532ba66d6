import type { Device, Readback, Recording } from '@facegpu/kernels';

/** Recordings to run one after the other, then results to copy back. */
export interface Leg {
  readonly recordings: readonly Recording[];
  readonly readbacks: readonly Readback[];
}

/** Drivers kill work that takes too long at once; this stays well below the two seconds of Windows. */
const longestSubmit = 500;

/**
 * Submits work in as few pieces as the adapter takes without choking: one, unless the last run took
 * longer than 500 ms.
 */
export class Submitter {
  readonly #device: Device;
  #pieces = 1;

  constructor(device: Device) {
    this.#device = device;
  }

  /** Runs the legs and waits for what they copy back. */
  async run(legs: readonly Leg[]): Promise<void> {
    const begin = performance.now();
    this.#submit(legs);
    const results = legs.flatMap(({ readbacks }) => readbacks.map((readback) => readback.fetch()));
    await Promise.all(results);
    this.#pieces = Math.max(1, Math.ceil((performance.now() - begin) / longestSubmit));
  }

  #submit(legs: readonly Leg[]): void {
    const { gpu } = this.#device;
    const total = legs.reduce((sum, { recordings }) => sum + lengthOf(recordings), 0);
    const perPiece = Math.ceil(total / this.#pieces);
    let encoder = gpu.createCommandEncoder();
    let room = perPiece;
    for (const { recordings, readbacks } of legs) {
      let pass = encoder.beginComputePass();
      for (const recording of recordings) {
        for (let begin = 0; begin < recording.length; ) {
          if (room === 0) {
            pass.end();
            gpu.queue.submit([encoder.finish()]);
            encoder = gpu.createCommandEncoder();
            pass = encoder.beginComputePass();
            room = perPiece;
          }
          const end = Math.min(recording.length, begin + room);
          recording.encode(pass, begin, end);
          room -= end - begin;
          begin = end;
        }
      }
      pass.end();
      for (const readback of readbacks) readback.encode(encoder);
    }
    gpu.queue.submit([encoder.finish()]);
  }
}

function lengthOf(recordings: readonly Recording[]): number {
  return recordings.reduce((sum, { length }) => sum + length, 0);
}
