import type { Tensor } from '../tensor/tensor.ts';
import type { Binding } from './bindings.ts';
import type { Grid } from './grid.ts';
import type { Shader, ShaderModule, Specialization } from './shader.ts';
import type { Fields, FieldValues } from './struct.ts';

/** A texture that may be exchanged between runs, such as the photo that a recording works on. */
export interface TextureSlot {
  readonly label: string;
  texture: GPUTexture | undefined;
}

export type Resource = Tensor | TextureSlot;

/** One run of one shader. It is plain data: nothing of it exists on the GPU yet. */
export interface Dispatch {
  readonly label: string;
  readonly module: ShaderModule;
  readonly params: ArrayBuffer;
  /** The resource of every binding but the parameters. */
  readonly resources: ReadonlyMap<Binding, Resource>;
  readonly workgroups: Grid;
}

export interface DispatchOptions<F extends Fields>
  extends Omit<Specialization, 'live' | 'residual'> {
  readonly label?: string;
  readonly params: FieldValues<F>;
  /** Resources by the names that the shader gives them. */
  readonly resources: Readonly<Record<string, Resource>>;
  /** How many images of the batch hold something: one u32. Left out: all of them. */
  readonly live?: Tensor | undefined;
  /** Added to the result before the activation; same shape and layout as the output. */
  readonly residual?: Tensor | undefined;
  readonly workgroups: Grid;
}

/** Specialises a shader and names its resources. */
export function dispatch<F extends Fields>(
  shader: Shader<F>,
  options: DispatchOptions<F>,
): Dispatch {
  const live = shader.batched ? options.live : undefined;
  const module = shader.specialize({
    ...options,
    live: live !== undefined,
    residual: options.residual !== undefined,
  });
  const named: Record<string, Resource | undefined> = {
    ...options.resources,
    live,
    residual: options.residual,
  };
  const resources = new Map<Binding, Resource>();
  for (const binding of module.bindings) {
    if (binding.type === 'uniform') continue;
    const resource = named[binding.name];
    if (!resource) {
      throw new Error(`${shader.name}: nothing is bound to ${binding.name} (${binding.binding})`);
    }
    resources.set(binding, resource);
  }
  return {
    label: options.label ?? shader.name,
    module,
    params: shader.encodeParams(options.params),
    resources,
    workgroups: options.workgroups,
  };
}

/** Whether a dispatch has no work: one of its dimensions is 0. */
export function isEmpty({ workgroups }: Dispatch): boolean {
  return workgroups.includes(0);
}
