import type { InferenceSession } from 'onnxruntime-node';
import { exportOnnx } from '../onnx/export.ts';
import { CannotRun, type Executor, type LoadedNetwork, type Tensors } from './executor.ts';
import { foldNetwork } from './fold.ts';

type Ort = typeof import('onnxruntime-node');

/** ONNX Runtime on the processor, with as many threads as it takes by itself. */
export function ortCpuExecutor(): Executor {
  return onnxRuntimeExecutor('ort-cpu', (ort, model) =>
    ort.InferenceSession.create(model, { ...options, executionProviders: ['cpu'] }),
  );
}

/**
 * ONNX Runtime on WebGPU, with a Dawn and a device of its own. It is left out where there is no
 * adapter for it, and where it would give a part of the network to the processor.
 */
export function ortWebgpuExecutor(): Executor {
  const name = 'ort-webgpu';
  return onnxRuntimeExecutor(name, (ort, model) =>
    orLeaveOut(
      name,
      ort.InferenceSession.create(model, {
        ...options,
        executionProviders: ['webgpu'],
        extra: { session: { disable_cpu_ep_fallback: '1' } },
      }),
    ),
  );
}

const errorsOnly = 3;
const options = { graphOptimizationLevel: 'all', logSeverityLevel: errorsOnly } as const;

/** Fusions that an ONNX file has no operators for: ONNX Runtime finds them by itself. */
const fusions = ['fuse residual', 'fuse activation', 'fuse input activation'];

function onnxRuntimeExecutor(
  name: string,
  createSession: (ort: Ort, model: Uint8Array) => Promise<InferenceSession>,
): Executor {
  return {
    name,
    async load(network, dimensions) {
      const { default: ort } = await orLeaveOut(name, import('onnxruntime-node'));
      const { shapes, ...folded } = foldNetwork(network, dimensions, fusions);
      const session = await createSession(ort, exportOnnx(folded, shapes));
      return loadedNetwork(ort, session, (input) => shapes.get(input) ?? []);
    },
    dispose() {},
  };
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
      const values = Object.entries(outputs).map(([name, { data }]) => [name, data]);
      return Object.fromEntries(values) as Tensors;
    },
    dispose: () => session.release(),
  };
}
