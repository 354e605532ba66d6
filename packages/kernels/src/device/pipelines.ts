import { FaceGpuError } from '../errors.ts';
import { layoutEntries } from '../shader/bindings.ts';
import type { ShaderModule } from '../shader/shader.ts';

/** A compiled shader and the layout that its bind groups need. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/**
 * Compiled pipelines by their final source, from which the layout follows too. All are compiled
 * asynchronously; asking twice for one gives the same promise.
 */
export class PipelineCache {
  readonly #gpu: GPUDevice;
  readonly #check: () => void;
  readonly #pipelines = new Map<string, Promise<Pipeline>>();

  /** @param check throws where the device is no longer there */
  constructor(gpu: GPUDevice, check: () => void) {
    this.#gpu = gpu;
    this.#check = check;
  }

  get size(): number {
    return this.#pipelines.size;
  }

  get(module: ShaderModule): Promise<Pipeline> {
    let pipeline = this.#pipelines.get(module.code);
    if (!pipeline) {
      pipeline = this.#compile(module);
      // A failed compile is not kept: the next caller gets its own error.
      pipeline.catch(() => this.#pipelines.delete(module.code));
      this.#pipelines.set(module.code, pipeline);
    }
    return pipeline;
  }

  async #compile(module: ShaderModule): Promise<Pipeline> {
    this.#check();
    const gpu = this.#gpu;
    const label = module.name;
    gpu.pushErrorScope('validation');
    const layout = gpu.createBindGroupLayout({ label, entries: layoutEntries(module.bindings) });
    const shader = gpu.createShaderModule({ label, code: module.code });
    const compiled = gpu.createComputePipelineAsync({
      label,
      layout: gpu.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
      compute: { module: shader, entryPoint: 'main' },
    });
    const scope = gpu.popErrorScope();
    const [invalid, pipeline] = await Promise.allSettled([scope, compiled]);
    if (pipeline.status === 'fulfilled') return { pipeline: pipeline.value, layout };
    const error = invalid.status === 'fulfilled' ? invalid.value : null;
    throw await compileError(module, shader, error?.message ?? String(pipeline.reason));
  }
}

async function compileError(
  module: ShaderModule,
  shader: GPUShaderModule,
  fallback: string,
): Promise<FaceGpuError> {
  const { messages } = await shader.getCompilationInfo();
  const lines = module.code.split('\n');
  const errors = messages
    .filter((message) => message.type === 'error')
    .map(({ lineNum, linePos, message }) => {
      return `${module.name}.wgsl:${lineNum}:${linePos} ${message}\n    ${lines[lineNum - 1] ?? ''}`;
    });
  return new FaceGpuError(
    'gpu-error',
    `the shader ${module.name} doesn't compile:\n${errors.join('\n') || fallback}`,
    'Line numbers are those of the specialised source. On a shader of FaceGPU, report it with the output of "facegpu doctor".',
  );
}
