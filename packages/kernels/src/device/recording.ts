import { type Dispatch, isEmpty, type Resource, type TextureSlot } from '../shader/dispatch.ts';
import { type BufferRange, Tensor } from '../tensor/tensor.ts';
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
  /** The textures in the bind group, to notice when a slot got another one. */
  textures: readonly (GPUTexture | undefined)[];
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
          textures: texturesOf(dispatch),
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
      this.#renewTextures(step);
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

  /** Frees the parameters; tensors belong to whoever gave them their storage. */
  dispose(): void {
    this.#device.freeBuffer(this.#params);
    this.#steps.length = 0;
  }

  #renewTextures(step: Step): void {
    if (step.textures.length === 0) return;
    const textures = texturesOf(step.dispatch);
    if (textures.every((texture, i) => texture === step.textures[i])) return;
    const params = { buffer: this.#params, offset: step.paramOffset };
    step.bindGroup = bind(this.#device, step.dispatch, step.pipeline, params);
    step.textures = textures;
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
    const resource = dispatch.resources.get(binding);
    return {
      binding: binding.binding,
      resource: resource
        ? toBindingResource(dispatch, resource)
        : { ...params, size: dispatch.params.byteLength },
    };
  });
  return device.gpu.createBindGroup({ label: dispatch.label, layout, entries });
}

function toBindingResource(dispatch: Dispatch, resource: Resource): GPUBindingResource {
  if (resource instanceof Tensor) {
    const range: BufferRange | undefined = resource.storage;
    if (!range) throw new Error(`${dispatch.label}: tensor ${resource.label} has no storage`);
    return { buffer: range.buffer, offset: range.offset, size: range.size };
  }
  if (!resource.texture) throw new Error(`${dispatch.label}: ${resource.label} has no texture`);
  return resource.texture.createView();
}

function texturesOf(dispatch: Dispatch): (GPUTexture | undefined)[] {
  return [...dispatch.resources.values()]
    .filter((resource): resource is TextureSlot => !(resource instanceof Tensor))
    .map((slot) => slot.texture);
}
