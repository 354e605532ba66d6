import type { Device } from '@facegpu/kernels';
import { type Network, type Node, shapeOf, type ValueTypes, valuesOf } from '@facegpu/nn';
import { platform } from '#platform';
import type { Executor, Tensors } from './executor.ts';
import { foldNetwork, fusions } from './fold.ts';
import type { TfTensor, TfWithBackends } from './tfjs-api.ts';
import { type Operands, tfjsOperation } from './tfjs-operations.ts';

/** TensorFlow.js, compiled C++ with SIMD instructions on the processor. */
export async function tfjsWasmExecutor(): Promise<Executor> {
  const tf = platform.tfjsWithWasm();
  await tf.setBackend('wasm');
  return new TfjsExecutor('tfjs-wasm', 'wasm', tf);
}

/** TensorFlow.js on the same WebGPU device as ours. */
export async function tfjsWebgpuExecutor(device: Device): Promise<Executor> {
  const { tf, WebGPUBackend } = platform.tfjsWithWebgpu();
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device.gpu, device.gpu.adapterInfo));
  await tf.setBackend('webgpu');
  return new TfjsExecutor('tfjs-webgpu', 'webgpu', tf, device);
}

class TfjsExecutor implements Executor {
  readonly name: string;
  readonly #backend: string;
  readonly #tf: TfWithBackends;
  readonly #device: Device | undefined;

  constructor(name: string, backend: string, tf: TfWithBackends, device?: Device) {
    this.name = name;
    this.#backend = backend;
    this.#tf = tf;
    this.#device = device;
    tf.enableProdMode();
  }

  async load(network: Network, dimensions: Readonly<Record<string, number>>) {
    const tf = this.#tf;
    await tf.setBackend(this.#backend);
    const { graph, constants, types } = foldNetwork(network, dimensions, ours);
    const weights = new Map<string, TfTensor>();
    for (const [name, constant] of constants) {
      weights.set(name, tf.keep(tf.tensor(Float32Array.from(valuesOf(constant)), constant.shape)));
    }
    const run = async (inputs: Tensors): Promise<Tensors> => {
      await tf.setBackend(this.#backend);
      tf.engine().startScope();
      try {
        const values = new Map(weights);
        for (const [name, data] of Object.entries(inputs)) {
          values.set(name, tf.tensor(data, shapeOf(types, name)));
        }
        for (const node of graph.nodes) {
          values.set(node.outputs[0], tfjsOperation(tf, node, operandsOf(node, values, types)));
        }
        const outputs: Record<string, Float32Array<ArrayBuffer>> = {};
        for (const name of graph.outputs) {
          const data = (values.get(name) as TfTensor).data();
          // As ours waits: else Dawn would take a core away from a software adapter.
          outputs[name] = await (this.#device?.wait(data) ?? data);
        }
        return outputs;
      } finally {
        tf.engine().endScope();
      }
    };
    const dispose = async () => {
      await tf.setBackend(this.#backend);
      for (const tensor of weights.values()) tensor.dispose();
    };
    return { run, dispose };
  }

  dispose(): void {
    this.#tf.removeBackend(this.#backend);
  }
}

/** Fusions that TensorFlow.js has nothing for. */
const ours = fusions.filter((name) => name !== 'fuse activation');

function operandsOf(
  node: Node,
  values: ReadonlyMap<string, TfTensor>,
  types: ValueTypes,
): Operands {
  return {
    tensors: node.inputs.map((name) => values.get(name) as TfTensor),
    shapes: node.inputs.map((name) => shapeOf(types, name)),
    output: shapeOf(types, node.outputs[0]),
  };
}
