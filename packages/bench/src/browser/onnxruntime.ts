import type { Executor } from '../executors/executor.ts';
import { onnxRuntimeExecutor, webgpuOptions } from '../executors/onnxruntime-executor.ts';
import { served } from './served.ts';

type OrtWeb = typeof import('onnxruntime-web');

/** ONNX Runtime compiled to WASM, with as many threads as it takes by itself. */
export function ortWasmExecutor(): Executor {
  const library = async () => fromServer(await import('onnxruntime-web/wasm'));
  return onnxRuntimeExecutor({
    name: 'ort-wasm',
    library,
    options: { executionProviders: ['wasm'] },
  });
}

/** ONNX Runtime on WebGPU, on a device of its own. */
export function ortWebgpuExecutor(): Executor {
  const library = async () => fromServer(await import('onnxruntime-web/webgpu'));
  return onnxRuntimeExecutor({ name: 'ort-webgpu', library, options: webgpuOptions });
}

function fromServer(ort: OrtWeb): OrtWeb {
  ort.env.wasm.wasmPaths = served.onnxruntime;
  return ort;
}
