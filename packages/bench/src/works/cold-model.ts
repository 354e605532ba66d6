import { Device } from '@facegpu/kernels';
import { Model, type Network } from '@facegpu/nn';
import { platform } from '#platform';
import type { Executor } from '../executors/executor.ts';
import { faceGpuExecutor } from '../executors/facegpu.ts';
import { foldNetwork, fusions } from '../executors/fold.ts';
import { type OrtBackend, onnxRuntimeExecutor } from '../executors/onnxruntime.ts';
import { tfjsWasmExecutor, tfjsWebgpuExecutor } from '../executors/tfjs.ts';
import type { DefaultNetwork } from './default-networks.ts';
import { Clock, type ColdStart, firstRun } from './first-run.ts';
import { noise } from './noise.ts';

/** A contender that begins, and the network for it. */
interface Beginning {
  readonly executor: Executor;
  readonly network: Network;
}

/** Does what a contender may do before the clock starts; what it returns is done then. */
type Contender = (model: string, clock: Clock) => Promise<() => Promise<Beginning>>;

const dimensions = { batch: 1 };

/**
 * The first run of a network in this process or page, by a contender's name. The clock starts when
 * libraries have been imported and nothing else was done: device, weights, pipelines and the run are in
 * it. Peers are given the network in a form of their own, as their users have it: reading the file and
 * making sense of it is counted for ours alone.
 */
export async function coldModelStart(
  name: string,
  { model, input, size }: DefaultNetwork,
): Promise<ColdStart> {
  const clock = new Clock();
  const begin = await contenders[name](model, clock);
  const load = async () => {
    const { executor, network } = await begin();
    return executor.load(network, dimensions);
  };
  return firstRun({ [input]: noise(size * size * 3) }, load, clock);
}

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
  return async (model, clock) => {
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

async function readNetwork(model: string): Promise<Network> {
  return (await Model.parse(await platform.readModel(model), model)).network();
}
