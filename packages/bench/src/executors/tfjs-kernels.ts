import { platform } from '#platform';
import type { Tf, TfTensor } from './tfjs-api.ts';

/** What is used of TensorFlow.js' WebGPU backend. It has no public way to submit what it encoded. */
interface WebGpuBackend {
  readonly commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** TensorFlow.js' single operations, on tensors that stay on the GPU. */
export interface TfjsKernels {
  readonly tf: Tf;
  /** Encodes an operation so often, lets go of each result, and submits what isn't yet. */
  repeat(operation: () => TfTensor, times: number): void;
  /** Frees every tensor made since. */
  dispose(): void;
}

/** On the device of the executor `tfjs-webgpu`; `undefined` where it wasn't made. */
export async function tfjsKernels(): Promise<TfjsKernels | undefined> {
  const { tf } = platform.tfjsWithWebgpu();
  if (!tf.findBackendFactory('webgpu')) return undefined;
  await tf.setBackend('webgpu');
  const backend = tf.backend() as WebGpuBackend;
  const engine = tf.engine();
  engine.startScope();
  return {
    tf,
    repeat(operation, times) {
      for (let i = 0; i < times; i++) {
        engine.startScope();
        operation();
        engine.endScope();
      }
      backend.endComputePassEncoder();
      if (backend.commandEncoder) backend.submitQueue();
    },
    dispose: () => engine.endScope(),
  };
}
