import { FaceGpuError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Binding } from './bindings.ts';
import type { Grid } from './grid.ts';
import type { Params, Shader, ShaderModule, Specialization } from './shader.ts';
import type { Fields, FieldValues } from './struct.ts';

/** One run of one shader. It is plain data: nothing of it exists on the GPU yet. */
export interface Dispatch<F extends Fields = Fields> {
  readonly label: string;
  readonly module: ShaderModule;
  /** What `Recording.setParams` may change from run to run. */
  readonly params: Params<F>;
  /** The tensor of every binding but the parameters. */
  readonly tensors: ReadonlyMap<Binding, Tensor>;
  readonly workgroups: Grid;
}

export interface DispatchOptions<F extends Fields>
  extends Omit<Specialization, 'live' | 'residual' | 'slopes'> {
  readonly label?: string;
  readonly params: FieldValues<F>;
  /** Tensors by the names that the shader gives them. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** How many images of the batch hold something: one u32. Left out: all of them. */
  readonly live?: Tensor | undefined;
  /** Added to the result before the activation; same shape and layout as the output. */
  readonly residual?: Tensor | undefined;
  /** Factors of negative results before the activation, one for each channel: f32, in whole vec4s. */
  readonly slopes?: Tensor | undefined;
  readonly workgroups: Grid;
}

/**
 * Specialises a shader and names its tensors.
 *
 * @throws FaceGpuError `bad-argument` where a tensor is missing, or a parameter's type can't hold it
 */
export function dispatch<F extends Fields>(
  shader: Shader<F>,
  options: DispatchOptions<F>,
): Dispatch<F> {
  const live = shader.batched ? options.live : undefined;
  const specialization = {
    ...options,
    live: live !== undefined,
    residual: options.residual !== undefined,
    slopes: options.slopes !== undefined,
  };
  const module = shader.specialize(specialization);
  const named: Record<string, Tensor | undefined> = {
    ...options.tensors,
    live,
    // Something must be bound, even where nothing is added.
    residual: options.residual ?? options.tensors.input,
    slopes: options.slopes ?? options.tensors.bias,
  };
  const tensors = new Map<Binding, Tensor>();
  for (const binding of module.bindings) {
    if (binding.type === 'uniform') continue;
    const tensor = named[binding.name];
    if (!tensor) {
      throw new FaceGpuError(
        'bad-argument',
        `${shader.name}: nothing is bound to ${binding.name} (binding ${binding.binding})`,
        `Give tensors.${binding.name}.`,
      );
    }
    tensors.set(binding, tensor);
  }
  return {
    label: options.label ?? shader.name,
    module,
    params: shader.encodeParams(options.params, specialization),
    tensors,
    workgroups: options.workgroups,
  };
}

/** Whether a dispatch has no work: one of its dimensions is 0. */
export function isEmpty({ workgroups }: Dispatch): boolean {
  return workgroups.includes(0);
}
