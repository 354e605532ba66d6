import { createRequire } from 'node:module';

/** Numbers with a shape, as ONNX Runtime takes them. */
export interface OnnxTensor {
  readonly data: Float32Array;
}

/** A model that ONNX Runtime has loaded. */
export interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
}

/** What is used of `onnxruntime-node`. */
interface OnnxRuntime {
  readonly Tensor: new (
    type: 'float32',
    data: Float32Array,
    shape: readonly number[],
  ) => OnnxTensor;
  readonly InferenceSession: { create(file: string): Promise<OnnxSession> };
}

/** The tests of imported models have it. */
const conformance = new URL('../../../../tools/conformance/', import.meta.url);

export const { InferenceSession, Tensor } = createRequire(conformance)(
  'onnxruntime-node',
) as OnnxRuntime;
