import {
  type Device,
  elementCount,
  encode,
  FaceGpuError,
  formatShape,
  type Owner,
  type Readback,
  type Recording,
  settle,
  type Tensor,
  toStored,
  uploadTensor,
} from '@facegpu/kernels';
import type { MemoryPlan } from './memory.ts';

export interface PlanParts {
  readonly device: Device;
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly recording: Recording;
  /** Of all the outputs. */
  readonly readback: Readback;
  /** Frees everything. */
  readonly owner: Owner;
  readonly memory: MemoryPlan;
}

/** Logical values, row-major, by name. */
export type Values = Readonly<Record<string, ArrayLike<number>>>;

/**
 * A model at given shapes on a device. Running it allocates nothing and compiles nothing.
 *
 * Its tensors can be used from other dispatches: write the inputs, `encode` the plan into a compute
 * pass, read the outputs. They keep their places for as long as the plan lives.
 */
export class Plan {
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly recording: Recording;
  readonly memory: MemoryPlan;
  readonly #device: Device;
  readonly #owner: Owner;
  readonly #readback: Readback;
  /** Settles when the last call to `run` has. */
  #turn: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(parts: PlanParts) {
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.recording = parts.recording;
    this.memory = parts.memory;
    this.#device = parts.device;
    this.#owner = parts.owner;
    this.#readback = parts.readback;
  }

  /** The tensor of an input. */
  input(name: string): Tensor {
    return named(this.inputs, name, 'input');
  }

  /** The tensor of an output. */
  output(name: string): Tensor {
    return named(this.outputs, name, 'output');
  }

  /** Adds the plan to a compute pass. */
  encode(pass: GPUComputePassEncoder): void {
    this.#check();
    this.recording.encode(pass);
  }

  /**
   * Writes inputs, runs, and reads every output back. Calls wait for one another.
   *
   * @param values of each input that should change
   * @throws FaceGpuError `bad-argument`, `shape-mismatch`, `device-lost`, `gpu-error`
   */
  run(values: Values): Promise<Record<string, Float32Array>> {
    const turn = this.#turn.then(() => this.#run(values));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Writes the values of an input. */
  write(name: string, values: ArrayLike<number>): void {
    this.#check();
    const tensor = this.input(name);
    if (values.length !== elementCount(tensor.shape)) {
      throw new FaceGpuError(
        'shape-mismatch',
        `input "${name}" got ${values.length} values`,
        `Its shape is ${formatShape(tensor.shape)}: give ${elementCount(tensor.shape)}.`,
      );
    }
    uploadTensor(this.#device, tensor, encode(toStored(values, tensor, 0), tensor.dtype));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#owner.dispose();
  }

  async #run(values: Values): Promise<Record<string, Float32Array>> {
    this.#check();
    const submitted = this.#device.guard('running a plan', () => {
      for (const [name, data] of Object.entries(values)) this.write(name, data);
      this.recording.run(this.#readback);
    });
    await settle([submitted, this.#readback.fetch()]);
    return Object.fromEntries(
      [...this.outputs].map(([name, tensor]) => [
        name,
        Float32Array.from(this.#readback.values(tensor)),
      ]),
    );
  }

  #check(): void {
    if (this.#disposed) {
      throw new FaceGpuError('disposed', 'the plan was disposed of', 'Compile the model again.');
    }
  }
}

function named(tensors: ReadonlyMap<string, Tensor>, name: string, what: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor) return tensor;
  throw new FaceGpuError(
    'bad-argument',
    `the plan has no ${what} "${name}"`,
    `It has: ${[...tensors.keys()].join(', ')}.`,
  );
}
