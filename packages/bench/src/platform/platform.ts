import type { PipelineOptions, Pixels } from '@facegpu/pipeline';
import type { FaceApiBuild } from '../executors/face-api.ts';
import type { OrtBackend } from '../executors/onnxruntime.ts';
import type { TfWithBackends } from '../executors/tfjs-api.ts';
import type { VectorSearchLibrary } from '../executors/vector-search.ts';
import type { OnnxFolder } from '../works/onnx-models.ts';
import type { PictureName } from '../works/picture-names.ts';

/** What Node and a browser do in different ways. */
export interface Platform {
  /** Where a pipeline finds the default models. */
  readonly pipelineOptions: Pick<PipelineOptions, 'models'>;
  /** Ways to run ONNX Runtime: on WebGPU, and on the processor. */
  readonly onnxRuntimes: readonly OrtBackend[];
  /** The file of a default model. */
  readModel(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** What reads an ONNX model as it was published; `undefined` where its file isn't at hand. */
  findOnnx(
    folder: OnnxFolder,
    name: string,
  ): Promise<(() => Promise<Uint8Array<ArrayBuffer>>) | undefined>;
  /** A picture of faces, RGB. */
  readPicture(name: PictureName): Promise<Pixels>;
  /** The classes of WebGPU. */
  gpuClasses(): GpuClasses;
  /** TensorFlow.js, able to run as C++ compiled to WASM. */
  tfjsWithWasm(): TfWithBackends;
  /** TensorFlow.js, and what makes it run on a WebGPU device. */
  tfjsWithWebgpu(): { readonly tf: TfWithBackends; readonly WebGPUBackend: WebgpuBackend };
  /** What else searches among vectors. */
  readonly vectorSearches: readonly VectorSearchLibrary[];
  /** `undefined` where it isn't at hand. */
  faceApi(): FaceApiBuild | undefined;
}

/** By their names; their methods can be watched. */
export type GpuClasses = Readonly<Record<string, { readonly prototype: object }>>;

export type WebgpuBackend = new (device: GPUDevice, info: GPUAdapterInfo) => unknown;
