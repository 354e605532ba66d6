import type { Device, Shape } from '@facegpu/kernels';
import { importOnnx } from '@facegpu/nn/onnx';
import type { LoadedNetwork } from './executor.ts';
import { faceGpuExecutor } from './facegpu.ts';
import { type OrtBackend, openSession } from './onnxruntime.ts';

/** An ONNX model as it was published, and the sizes that it is run at. */
export interface OnnxFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each input, in ONNX's order. */
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Something that runs ONNX models from their files: ours, or ONNX Runtime. */
export interface OnnxExecutor {
  readonly name: string;
  /**
   * Makes a model ready to run.
   *
   * @throws CannotRun where there is no way to on this machine
   */
  load(file: OnnxFile): Promise<LoadedNetwork>;
}

/** This project's importer and runtime. */
export function faceGpuOnnxExecutor(device: Device): OnnxExecutor {
  const runtime = faceGpuExecutor(device);
  return {
    name: runtime.name,
    async load({ name, bytes, shapes }) {
      const { network } = await importOnnx(bytes, { source: name, shapes });
      return runtime.load(network, {});
    },
  };
}

/** ONNX Runtime. What it has no kernels for on WebGPU goes to the processor, as it does unless told. */
export function onnxRuntimeOnnxExecutor(backend: OrtBackend): OnnxExecutor {
  return {
    name: backend.name,
    load: ({ bytes, shapes }) => openSession(backend, bytes, (input) => shapes[input]),
  };
}
