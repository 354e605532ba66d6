import {
  byteLength,
  type Device,
  decode,
  elementCount,
  encode,
  prepare,
  Recording,
  Tensor,
  type TensorSpec,
  toLogical,
  toStored,
  uploadTensor,
} from '@facegpu/kernels';
import { tfjsKernels } from '../executors/tfjs-kernels.ts';
import type { Kernel } from './kernel.ts';
import type { Repeat } from './repeats.ts';

/** Of each input of a kernel, row-major. */
export type Values = readonly Float32Array<ArrayBuffer>[];

/** One side of a comparison, its inputs on the GPU. */
export interface Side {
  /** Does the operation so often. */
  readonly repeat: Repeat;
  /** Does it once, and reads the result back. */
  read(): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

/** Ours, and the bytes of all it reads and writes. */
export async function prepareOurs(
  device: Device,
  kernel: Kernel,
  values: Values,
): Promise<Side & { readonly bytes: number }> {
  const tensor = (spec: TensorSpec) => new Tensor(kernel.name, spec);
  const inputs = kernel.inputs.map(tensor);
  const output = tensor(kernel.output);
  const { dispatches, buffers } = await prepare(
    device,
    kernel.name,
    kernel.ours(device, inputs, output),
  );
  const bound = new Set(dispatches.flatMap(({ tensors }) => [...tensors.values()]));
  inputs.forEach((input, i) => {
    uploadTensor(device, input, encode(toStored(values[i], input, 0), 'f32'));
  });
  const recording = await Recording.create(device, kernel.name, dispatches);
  const { gpu } = device;
  return {
    bytes: [...bound].reduce((sum, spec) => sum + byteLength(spec), 0),
    async repeat(times) {
      const encoder = gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (let i = 0; i < times; i++) recording.encode(pass);
      pass.end();
      gpu.queue.submit([encoder.finish()]);
      await device.wait(gpu.queue.onSubmittedWorkDone());
    },
    async read() {
      recording.run();
      if (!output.storage) throw new Error(`${kernel.name} writes nothing`);
      const stored = decode(await device.read(output.storage), 'f32');
      return Float32Array.from(toLogical(stored, output)).slice(0, elementCount(output.shape));
    },
    dispose() {
      recording.dispose();
      for (const buffer of buffers) device.freeBuffer(buffer);
    },
  };
}

/** That of TensorFlow.js; `undefined` where it isn't there. */
export async function prepareTheirs(
  device: Device,
  kernel: Kernel,
  values: Values,
): Promise<Side | undefined> {
  const peer = await tfjsKernels();
  if (!peer) return undefined;
  const { tf, repeat: submit, dispose } = peer;
  const operation = kernel.theirs(
    tf,
    kernel.inputs.map(({ shape }, i) => tf.tensor(values[i], shape)),
  );
  return {
    async repeat(times) {
      submit(operation, times);
      await device.wait(device.gpu.queue.onSubmittedWorkDone());
    },
    async read() {
      const result = operation();
      const data = await result.data();
      result.dispose();
      return data;
    },
    dispose,
  };
}
