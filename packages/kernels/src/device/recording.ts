import { type Dispatch, isEmpty } from '../shader/dispatch.ts';
import type { BufferRange, Tensor } from '../tensor/tensor.ts';
import type { Device } from './device.ts';
import type { Pipeline } from './pipelines.ts';
import { BufferUsage } from './usage.ts';

/** WebGPU's default alignment of a uniform buffer's offset. */
const paramAlignment = 256;

/** A dispatch with everything that the GPU needs to run it. */
interface Step {
  readonly dispatch: Dispatch;
  readonly pipeline: Pipeline;
  readonly paramOffset: number;
  bindGroup: GPUBindGroup;
  /** What the bind group holds, to notice when a tensor got other storage. */
  ranges: readonly BufferRange[];
}

/**
 * A list of dispatches made ready: pipelines compiled, parameters in one uniform buffer, bind groups
 * made. Encoding it allocates nothing, however often it runs.
 */
export class Recording {
  readonly dispatches: readonly Dispatch[];
  readonly #device: Device;
  readonly #params: GPUBuffer;
  readonly #steps: Step[];

  private constructor(device: Device, params: GPUBuffer, steps: Step[]) {
    this.#device = device;
    this.#params = params;
    this.#steps = steps;
    this.dispatches = steps.map((step) => step.dispatch);
  }

  /**
   * Makes a recording. Every tensor of the dispatches must have storage by now. Dispatches without
   * work are left out.
   *
   * @throws FaceGpuError `gpu-error`, `out-of-memory`
   */
  static async create(
    device: Device,
    label: string,
    dispatches: readonly Dispatch[],
  ): Promise<Recording> {
    const work = dispatches.filter((dispatch) => !isEmpty(dispatch));
    const pipelines = await Promise.all(
      work.map((dispatch) => device.pipelines.get(dispatch.module)),
    );
    return device.guard(label, () => {
      const { bytes, offsets } = packParams(work);
      const params = device.createBuffer(
        `${label} params`,
        bytes.byteLength,
        BufferUsage.UNIFORM | BufferUsage.COPY_DST,
      );
      device.gpu.queue.writeBuffer(params, 0, bytes);
      const steps = work.map((dispatch, i) => {
        const pipeline = pipelines[i] as Pipeline;
        const paramOffset = offsets[i] as number;
        return {
          dispatch,
          pipeline,
          paramOffset,
          bindGroup: bind(device, dispatch, pipeline, { buffer: params, offset: paramOffset }),
          ranges: rangesOf(dispatch),
        };
      });
      return new Recording(device, params, steps);
    });
  }

  /** The number of dispatches that have work. */
  get length(): number {
    return this.#steps.length;
  }

  /** Adds the dispatches from `begin` up to `end` to a compute pass. */
  encode(pass: GPUComputePassEncoder, begin = 0, end = this.#steps.length): void {
    for (let i = begin; i < end; i++) {
      const step = this.#steps[i] as Step;
      pass.setPipeline(step.pipeline.pipeline);
      pass.setBindGroup(0, step.bindGroup);
      pass.dispatchWorkgroups(...step.dispatch.workgroups);
    }
  }

  /** Encodes and submits everything in one pass. */
  run(): void {
    this.#device.check();
    const encoder = this.#device.gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.encode(pass);
    pass.end();
    this.#device.gpu.queue.submit([encoder.finish()]);
  }

  /** Replaces a dispatch's parameters for the runs that are submitted from now on. */
  writeParams(dispatch: Dispatch, params: ArrayBuffer): void {
    const step = this.#steps.find((candidate) => candidate.dispatch === dispatch);
    if (step) this.#device.gpu.queue.writeBuffer(this.#params, step.paramOffset, params);
  }

  /** Makes the bind groups of tensors that got other storage since again. */
  rebind(): void {
    for (const step of this.#steps) {
      const ranges = rangesOf(step.dispatch);
      if (ranges.every((range, i) => range === step.ranges[i])) continue;
      const params = { buffer: this.#params, offset: step.paramOffset };
      step.bindGroup = bind(this.#device, step.dispatch, step.pipeline, params);
      step.ranges = ranges;
    }
  }

  /** Frees the parameters; tensors belong to whoever gave them their storage. */
  dispose(): void {
    this.#device.freeBuffer(this.#params);
    this.#steps.length = 0;
  }
}

function packParams(dispatches: readonly Dispatch[]): {
  bytes: Uint8Array<ArrayBuffer>;
  offsets: number[];
} {
  let end = 0;
  const offsets = dispatches.map(({ params }) => {
    const offset = end;
    end += Math.ceil(params.byteLength / paramAlignment) * paramAlignment;
    return offset;
  });
  const bytes = new Uint8Array(end);
  dispatches.forEach(({ params }, i) => {
    bytes.set(new Uint8Array(params), offsets[i]);
  });
  return { bytes, offsets };
}

function bind(
  device: Device,
  dispatch: Dispatch,
  { layout }: Pipeline,
  params: { buffer: GPUBuffer; offset: number },
): GPUBindGroup {
  const entries: GPUBindGroupEntry[] = dispatch.module.bindings.map((binding) => {
    const tensor = dispatch.tensors.get(binding);
    return {
      binding: binding.binding,
      resource: tensor
        ? { ...storageOf(dispatch, tensor) }
        : { ...params, size: dispatch.params.byteLength },
    };
  });
  return device.gpu.createBindGroup({ label: dispatch.label, layout, entries });
}

function rangesOf(dispatch: Dispatch): BufferRange[] {
  return [...dispatch.tensors.values()].map((tensor) => storageOf(dispatch, tensor));
}

function storageOf(dispatch: Dispatch, tensor: Tensor): BufferRange {
  if (!tensor.storage) throw new Error(`${dispatch.label}: ${tensor.label} has no storage`);
  return tensor.storage;
}
