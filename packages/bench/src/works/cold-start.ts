import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Device } from '@facegpu/kernels';
import { directory } from '@facegpu/models';
import { Model, type Network } from '@facegpu/nn';
import { CannotRun, type Executor } from '../executors/executor.ts';
import { faceGpuExecutor } from '../executors/facegpu.ts';
import { foldNetwork } from '../executors/fold.ts';
import { ortCpuExecutor, ortWebgpuExecutor } from '../executors/onnxruntime.ts';
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

const require = createRequire(import.meta.url);
const dimensions = { batch: 1 };

/** Values of an output that are handed on: enough to see whether they are right. */
const shown = 64;

/**
 * The first run of a network in this process, by a contender's name. The clock starts when libraries
 * have been imported and nothing else was done: device, weights, pipelines and the run are in it. Peers
 * are given the network in a form of their own, as their users have it on disk: reading the file and
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

/** What each does before the clock starts, and with what it begins then. */
const contenders: Readonly<Record<string, (model: string) => Promise<() => Promise<Beginning>>>> = {
  async facegpu(model) {
    require('webgpu');
    return async () => {
      const device = await Device.acquire();
      return { executor: faceGpuExecutor(device), network: await readNetwork(model) };
    };
  },
  async 'tfjs-webgpu'(model) {
    Object.assign(globalThis, require('webgpu').globals);
    require('@tensorflow/tfjs');
    require('@tensorflow/tfjs-backend-webgpu');
    const network = await foldedNetwork(model);
    return async () => {
      const device = await Device.acquire();
      return { executor: await tfjsWebgpuExecutor(device), network };
    };
  },
  async 'tfjs-wasm'(model) {
    require('@tensorflow/tfjs');
    require('@tensorflow/tfjs-backend-wasm');
    const network = await foldedNetwork(model);
    return async () => ({ executor: await tfjsWasmExecutor(), network });
  },
  'ort-webgpu': (model) => onnxRuntime(model, ortWebgpuExecutor()),
  'ort-cpu': (model) => onnxRuntime(model, ortCpuExecutor()),
};

/** Its executor writes an ONNX file first: the clock starts again once that is handed over. */
async function onnxRuntime(model: string, executor: Executor): Promise<() => Promise<Beginning>> {
  const network = await readNetwork(model);
  try {
    const { default: ort } = await import('onnxruntime-node');
    const { InferenceSession } = ort;
    const create = InferenceSession.create.bind(InferenceSession) as (
      ...args: unknown[]
    ) => Promise<unknown>;
    Object.assign(InferenceSession, {
      create(...args: unknown[]) {
        clock.start();
        return create(...args);
      },
    });
  } catch {
    // Whoever loads the network is told why it can't be.
  }
  return async () => ({ executor, network });
}

/** Without what can be computed beforehand; folding it again finds nothing to do. */
async function foldedNetwork(model: string): Promise<Network> {
  const { graph, constants } = foldNetwork(await readNetwork(model), dimensions, fusions);
  return { graph, constants };
}

const fusions = ['fuse residual', 'fuse activation', 'fuse input activation'];

async function readNetwork(model: string): Promise<Network> {
  const file = await readFile(new URL(`${model}.safetensors`, directory));
  return (await Model.parse(new Uint8Array(file), model)).network();
}
