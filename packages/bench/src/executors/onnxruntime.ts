import type { Executor } from './executor.ts';
import { onnxRuntimeExecutor, webgpuOptions } from './onnxruntime-executor.ts';

const library = async () => (await import('onnxruntime-node')).default;

/** ONNX Runtime on the processor, with as many threads as it takes by itself. */
export function ortCpuExecutor(): Executor {
  const options = { executionProviders: ['cpu'] };
  return onnxRuntimeExecutor({ name: 'ort-cpu', library, options });
}

/**
 * ONNX Runtime on WebGPU, with a Dawn and a device of its own. It is left out where there is no
 * adapter for it, and where it would give a part of the network to the processor.
 */
export function ortWebgpuExecutor(): Executor {
  return onnxRuntimeExecutor({ name: 'ort-webgpu', library, options: webgpuOptions });
}
