import { FaceGpuError } from '../errors.ts';
import { type Dispatch, isEmpty } from '../shader/dispatch.ts';
import type { Fields, FieldValues } from '../shader/struct.ts';
import { requireStorage } from '../tensor/require.ts';
import type { BufferRange } from '../tensor/tensor.ts';
import type { Device } from './device.ts';
import type { Pipeline } from './pipelines.ts';
import type { Readback } from './readback.ts';
import { BufferUsage } from './usage.ts';

/** WebGPU's default alignment of a uniform buffer's offset. */
const paramAlignment = 256;

/** A dispatch with everything that the GPU needs to run it. */
interface Step {
  readonly dispatch: Dispatch;
  readonly pipeline: Pipeline;
  readonly params: GPUBufferBinding;
  bindGroup: GPUBindGroup;
  /** What the bind group holds, to notice when a tensor got other storage. */
  ranges: readonly BufferRange[];
}

/** Where the parameters of a dispatch lie, and what they are now. */
interface Slot {
  readonly offset: number;
  bytes: ArrayBuffer;
}

/**
 * A list of dispatches made ready: pipelines compiled, parameters in one uniform buffer, bind groups
 * made. Encoding it allocates nothing, however often it runs.
 */
export class Recording {
  readonly dispatches: readonly Dispatch[];
  readonly #device: Device;
  readonly #params: GPUBuffer;
  readonly #slots: ReadonlyMap<Dispatch, Slot>;
  readonly #steps: Step[];

  private constructor(
    device: Device,
    params: GPUBuffer,
    slots: ReadonlyMap<Dispatch, Slot>,
    steps: Step[],
  ) {
    this.#device = device;
    this.#params = params;
    this.#slots = slots;
    this.#steps = steps;
    this.dispatches = steps.map((step) => step.dispatch);
  }

  /**
   * Makes a recording. Every tensor of the dispatches must have storage by now. Dispatches without
   * work are left out.
   *
   * @throws FaceGpuError `bad-argument`, `gpu-error`, `out-of-memory`
   */
  static async create(
    device: Device,
    label: string,
    dispatches: readonly Dispatch[],
  ): Promise<Recording> {
    const work = dispatches.filter((dispatch) => !isEmpty(dispatch));
    const ranges = work.map(rangesOf);
    const compiled = Promise.all(work.map((dispatch) => device.pipelines.get(dispatch.module)));
    // It is waited for below, unless there is no memory.
    compiled.catch(() => {});
    const { slots, bytes } = packParams(dispatches);
    const usage = BufferUsage.UNIFORM | BufferUsage.COPY_DST;
    const [buffer] = await device.createBuffers(
      [{ label: `${label} params`, size: bytes.byteLength, usage }],
      ([made]) => device.gpu.queue.writeBuffer(made, 0, bytes),
    );
    try {
      const pipelines = await compiled;
      return await device.guard(label, () => {
        const steps = work.map((dispatch, i): Step => {
          const pipeline = pipelines[i];
          const { offset, bytes } = slots.get(dispatch) as Slot;
          const params = { buffer, offset, size: bytes.byteLength };
          const bindGroup = bind(device, dispatch, pipeline, params);
          return { dispatch, pipeline, params, bindGroup, ranges: ranges[i] };
        });
        return new Recording(device, buffer, slots, steps);
      });
    } catch (error) {
      device.freeBuffer(buffer);
      throw error;
    }
  }

  /** The number of dispatches that have work. */
  get length(): number {
    return this.#steps.length;
  }

  /** Adds the dispatches from `begin` up to `end` to a compute pass. */
  encode(pass: GPUComputePassEncoder, begin = 0, end = this.#steps.length): void {
    for (let i = begin; i < end; i++) {
      const step = this.#steps[i];
      pass.setPipeline(step.pipeline.pipeline);
      pass.setBindGroup(0, step.bindGroup);
      pass.dispatchWorkgroups(...step.dispatch.workgroups);
    }
  }

  /** Encodes and submits everything in one pass, and then what is to be read back. */
  run(readback?: Readback): void {
    this.#device.check();
    const encoder = this.#device.gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.encode(pass);
    pass.end();
    readback?.encode(encoder);
    this.#device.gpu.queue.submit([encoder.finish()]);
  }

  /**
   * Changes parameters of a dispatch for the runs that are submitted from now on. What isn't named
   * stays as it is.
   *
   * @throws FaceGpuError `bad-argument` where the dispatch is none of these, or a parameter's type
   * can't hold its value
   */
  setParams<F extends Fields>(
    dispatch: Dispatch<F>,
    values: Partial<FieldValues<NoInfer<F>>>,
  ): void {
    const { label, params } = dispatch;
    const slot = this.#slots.get(dispatch);
    if (!slot) {
      throw new FaceGpuError(
        'bad-argument',
        `the dispatch ${label} is not in this recording`,
        'Give the very dispatch that the recording was created with.',
      );
    }
    slot.bytes = params.struct.change(slot.bytes, values, label);
    this.#device.gpu.queue.writeBuffer(this.#params, slot.offset, slot.bytes);
  }

  /** Makes the bind groups of tensors that got other storage since again. */
  rebind(): void {
    for (const step of this.#steps) {
      const ranges = rangesOf(step.dispatch);
      if (ranges.every((range, i) => range === step.ranges[i])) continue;
      step.bindGroup = bind(this.#device, step.dispatch, step.pipeline, step.params);
      step.ranges = ranges;
    }
  }

  /** Frees the parameters; tensors belong to whoever gave them their storage. */
  dispose(): void {
    this.#device.freeBuffer(this.#params);
    this.#steps.length = 0;
  }
}

/** The parameters of all dispatches in one buffer. */
function packParams(dispatches: readonly Dispatch[]): {
  slots: Map<Dispatch, Slot>;
  bytes: Uint8Array<ArrayBuffer>;
} {
  let end = 0;
  const slots = new Map<Dispatch, Slot>();
  for (const dispatch of new Set(dispatches)) {
    const { bytes } = dispatch.params;
    slots.set(dispatch, { offset: end, bytes });
    end += Math.ceil(bytes.byteLength / paramAlignment) * paramAlignment;
  }
  const all = new Uint8Array(end);
  for (const { offset, bytes } of slots.values()) all.set(new Uint8Array(bytes), offset);
  return { slots, bytes: all };
}

function bind(
  device: Device,
  { label, module, tensors }: Dispatch,
  { layout }: Pipeline,
  params: GPUBufferBinding,
): GPUBindGroup {
  const entries: GPUBindGroupEntry[] = module.bindings.map((binding) => {
    const tensor = tensors.get(binding);
    return {
      binding: binding.binding,
      resource: tensor ? { ...requireStorage(label, tensor) } : params,
    };
  });
  return device.gpu.createBindGroup({ label, layout, entries });
}

function rangesOf({ label, tensors }: Dispatch): BufferRange[] {
  return [...tensors.values()].map((tensor) => requireStorage(label, tensor));
}
