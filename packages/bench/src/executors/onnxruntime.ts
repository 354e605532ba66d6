import { shapeOf } from '@facegpu/nn';
import type { InferenceSession } from 'onnxruntime-node';
import { exportOnnx } from '../onnx/export.ts';
import { CannotRun, type Executor, type LoadedNetwork } from './executor.ts';
import { foldNetwork, fusions } from './fold.ts';

/** What is used of ONNX Runtime, which is the same in Node and in browsers. */
export interface Ort extends Pick<typeof import('onnxruntime-node'), 'Tensor'> {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
}

/** Ways to have ONNX Runtime run a model. */
export interface OrtBackend {
  readonly name: string;
  library(): Promise<Ort>;
  readonly provider: 'webgpu' | 'wasm' | 'cpu';
}

const errorsOnly = 3;
const commonOptions = { graphOptimizationLevel: 'all', logSeverityLevel: errorsOnly } as const;

/** What a provider has no kernels for must not go to the processor. */
const alone = { extra: { session: { disable_cpu_ep_fallback: '1' } } };

/** Where the library or its backend isn't to be had on this machine, it is left out. */
export function onnxRuntimeExecutor(backend: OrtBackend): Executor {
  return {
    name: backend.name,
    async load(network, dimensions) {
      // An ONNX file has no operators for what is fused: ONNX Runtime finds it by itself.
      const { types, ...folded } = foldNetwork(network, dimensions, fusions);
      const model = exportOnnx(folded, types);
      const options = backend.provider === 'webgpu' ? alone : {};
      return openSession(backend, model, (input) => shapeOf(types, input), options);
    },
    dispose() {},
  };
}

/**
 * Has ONNX Runtime read a model.
 *
 * @param shapeOf of each input
 * @throws CannotRun where the library or its backend isn't to be had on this machine
 */
export async function openSession(
  { name, library, provider }: OrtBackend,
  model: Uint8Array,
  shapeOf: (input: string) => readonly number[],
  options: InferenceSession.SessionOptions = {},
): Promise<LoadedNetwork> {
  const ort = await orLeaveOut(name, library());
  const all = { ...commonOptions, ...options, executionProviders: [provider] };
  const session = await orLeaveOut(name, ort.InferenceSession.create(model, all));
  return loadedNetwork(ort, session, shapeOf);
}

async function orLeaveOut<T>(name: string, attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    throw new CannotRun(name, error);
  }
}

function loadedNetwork(
  ort: Ort,
  session: InferenceSession,
  shapeOf: (input: string) => readonly number[],
): LoadedNetwork {
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, values]) => {
        return [name, new ort.Tensor('float32', values, shapeOf(name))];
      });
      const outputs = await session.run(Object.fromEntries(feeds));
      const values = Object.entries(outputs).map(([name, { data }]) => {
        return [name, data instanceof Float32Array ? data : Float32Array.from(data, Number)];
      });
      return Object.fromEntries(values);
    },
    dispose: () => session.release(),
  };
}
