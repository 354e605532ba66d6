import type { TfWithBackends } from '../executors/tfjs-api.ts';

/** What Node and a browser do in different ways. */
export interface Platform {
  /** The file of a default model. */
  readModel(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** TensorFlow.js, able to run as C++ compiled to WASM. */
  tfjsWithWasm(): TfWithBackends;
  /** TensorFlow.js, and what makes it run on a WebGPU device. */
  tfjsWithWebgpu(info: GPUAdapterInfo): {
    readonly tf: TfWithBackends;
    readonly WebGPUBackend: WebgpuBackend;
  };
}

export type WebgpuBackend = new (device: GPUDevice, info: GPUAdapterInfo) => unknown;
