import { Device } from '@facegpu/kernels';
import { Model, type Network } from '@facegpu/nn';
import { platform } from '#platform';
import { CannotRun, type Executor } from '../executors/executor.ts';
import { faceGpuExecutor } from '../executors/facegpu.ts';
import { foldNetwork } from '../executors/fold.ts';
import { type OrtBackend, onnxRuntimeExecutor } from '../executors/onnxruntime.ts';
import { tfjsWasmExecutor, tfjsWebgpuExecutor } from '../executors/tfjs.ts';
import { noise } from './noise.ts';

/** How a first run went, or why there was none. */
export type ColdStart =
  | {
      readonly milliseconds: number;
      /** The first values of each output. */
      readonly outputs: Readonly<Record<string, readonly number[]>>;
    }
  | { readonly leftOut: string };

/** A contender that begins, and the network for it. */
interface Beginning {
  readonly executor: Executor;
  readonly network: Network;
}

/** Does what a contender may do before the clock starts; what it returns is done then. */
type Contender = (model: string) => Promise<() => Promise<Beginning>>;

const dimensions = { batch: 1 };

/** Values of an output that are handed on: enough to see whether they are right. */
const shown = 64;

/**
 * The first run of a network in this process or page, by a contender's name. The clock starts when
 * libraries have been imported and nothing else was done: device, weights, pipelines and the run are in
 * it. Peers are given the network in a form of their own, as their users have it: reading the file and
 * making sense of it is counted for ours alone.
 */
export async function coldStart(name: string, model: string, size: number): Promise<ColdStart> {
  const begin = await contenders[name](model);
  const inputs = { image: noise(size * size * 3) };
  try {
    clock.start();
    const { executor, network } = await begin();
    const runner = await executor.load(network, dimensions);
    const outputs = await runner.run(inputs);
    const milliseconds = clock.milliseconds;
    const entries = Object.entries(outputs).map(([output, values]) => {
      return [output, [...values.subarray(0, shown)]];
    });
    return { milliseconds, outputs: Object.fromEntries(entries) };
  } catch (error) {
    if (error instanceof CannotRun) return { leftOut: error.message };
    throw error;
  }
}

const clock = {
  begin: 0,
  start() {
    this.begin = performance.now();
  },
  get milliseconds() {
    return performance.now() - this.begin;
  },
};

const contenders: Readonly<Record<string, Contender>> = {
  async facegpu(model) {
    platform.gpuClasses();
    return async () => {
      const device = await Device.acquire();
      return { executor: faceGpuExecutor(device), network: await readNetwork(model) };
    };
  },
  async 'tfjs-webgpu'(model) {
    platform.tfjsWithWebgpu();
    const network = await foldedNetwork(model);
    return async () => {
      const device = await Device.acquire();
      return { executor: await tfjsWebgpuExecutor(device), network };
    };
  },
  async 'tfjs-wasm'(model) {
    platform.tfjsWithWasm();
    const network = await foldedNetwork(model);
    return async () => ({ executor: await tfjsWasmExecutor(), network });
  },
  ...Object.fromEntries(
    platform.onnxRuntimes.map((backend) => [backend.name, onnxRuntime(backend)]),
  ),
};

/** Its executor writes an ONNX file first: the clock starts again once that is handed over. */
function onnxRuntime(backend: OrtBackend): Contender {
  return async (model) => {
    const network = await readNetwork(model);
    const executor = onnxRuntimeExecutor({
      ...backend,
      async library() {
        const { InferenceSession, Tensor } = await backend.library();
        return {
          Tensor,
          InferenceSession: {
            create(file, options) {
              clock.start();
              return InferenceSession.create(file, options);
            },
          },
        };
      },
    });
    return async () => ({ executor, network });
  };
}

/** Without what can be computed beforehand; folding it again finds nothing to do. */
async function foldedNetwork(model: string): Promise<Network> {
  const { graph, constants } = foldNetwork(await readNetwork(model), dimensions, fusions);
  return { graph, constants };
}

const fusions = ['fuse residual', 'fuse activation', 'fuse input activation'];

async function readNetwork(model: string): Promise<Network> {
  return (await Model.parse(await platform.readModel(model), model)).network();
}
