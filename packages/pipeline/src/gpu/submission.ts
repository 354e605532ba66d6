import { type Device, type Readback, type Recording, settle } from '@facegpu/kernels';
import type { StageName } from '../api/options.ts';
import type { StageClock } from './stage-clock.ts';

/** Stages to run one after the other, then results to copy back. */
export interface Leg {
  readonly stages: readonly {
    readonly name?: StageName;
    readonly recordings: readonly Recording[];
  }[];
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
  /** When the last run had ended: one that was submitted before then has begun no sooner. */
  #ended = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  /**
   * Submits the legs at once, and waits for what they copy back and for what a clock measured. Others
   * may be submitted meanwhile, with readbacks and a clock of their own.
   */
  async run(legs: readonly Leg[], clock?: StageClock): Promise<void> {
    const begin = performance.now();
    const submitted = this.#device.guard('computing', () => this.#submit(legs, clock));
    const results = legs.flatMap(({ readbacks }) => readbacks.map((readback) => readback.fetch()));
    await settle([submitted, ...results, clock?.fetch()]);
    const end = performance.now();
    const took = end - Math.max(begin, this.#ended);
    this.#ended = end;
    this.#pieces = Math.max(1, Math.ceil(took / longestSubmit));
  }

  #submit(legs: readonly Leg[], clock: StageClock | undefined): void {
    const { gpu } = this.#device;
    const perPiece = Math.ceil(lengthOf(legs) / this.#pieces);
    let encoder = gpu.createCommandEncoder();
    let pass: GPUComputePassEncoder | undefined;
    let room = perPiece;
    const endPass = () => {
      pass?.end();
      pass = undefined;
    };
    for (const { stages, readbacks } of legs) {
      for (const { name, recordings } of stages) {
        for (const recording of recordings) {
          for (let begin = 0; begin < recording.length; ) {
            if (room === 0) {
              endPass();
              gpu.queue.submit([encoder.finish()]);
              encoder = gpu.createCommandEncoder();
              room = perPiece;
            }
            pass ??= encoder.beginComputePass(name && clock?.pass(name));
            const end = Math.min(recording.length, begin + room);
            recording.encode(pass, begin, end);
            room -= end - begin;
            begin = end;
          }
        }
        // A clock tells passes apart.
        if (clock) endPass();
      }
      endPass();
      for (const readback of readbacks) readback.encode(encoder);
    }
    clock?.encode(encoder);
    gpu.queue.submit([encoder.finish()]);
  }
}

function lengthOf(legs: readonly Leg[]): number {
  const recordings = legs.flatMap(({ stages }) => stages.flatMap((stage) => stage.recordings));
  return recordings.reduce((sum, { length }) => sum + length, 0);
}
