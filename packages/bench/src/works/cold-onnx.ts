import { Device } from '@facegpu/kernels';
import { platform } from '#platform';
import {
  faceGpuOnnxExecutor,
  type OnnxExecutor,
  onnxRuntimeOnnxExecutor,
} from '../executors/onnx-file.ts';
import type { OrtBackend } from '../executors/onnxruntime.ts';
import { type ColdStart, firstRun } from './first-run.ts';
import { inputsOf, type OnnxModel, readOnnx } from './onnx-models.ts';

/** Does what a contender may do before the clock starts; what it returns is done then. */
type Contender = () => Promise<() => Promise<OnnxExecutor>>;

/**
 * The first run of an ONNX model in this process or page, by a contender's name. The clock starts when
 * libraries have been imported and the file's bytes are in memory: reading the model is counted, as are
 * device, weights, pipelines and the run.
 */
export async function coldOnnxStart(name: string, model: OnnxModel): Promise<ColdStart> {
  const begin = await contenders[name]();
  const file = await readOnnx(model);
  return firstRun(inputsOf(model), async () => (await begin()).load(file));
}

const contenders: Readonly<Record<string, Contender>> = {
  async facegpu() {
    platform.gpuClasses();
    return async () => faceGpuOnnxExecutor(await Device.acquire());
  },
  ...Object.fromEntries(
    platform.onnxRuntimes.map((backend) => [backend.name, onnxRuntime(backend)]),
  ),
};

function onnxRuntime(backend: OrtBackend): Contender {
  return async () => {
    const library = await backend.library();
    return async () => onnxRuntimeOnnxExecutor({ ...backend, library: async () => library });
  };
}
