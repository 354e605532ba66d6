import { createRequire } from 'node:module';
import { Device, elementCount, FaceGpuError } from '@facegpu/kernels';
import { allOperators, compile, type Dimensions, type GraphInput, type Model } from '@facegpu/nn';
import { largestDifference } from '../verify/difference.ts';
import { tolerance } from '../verify/verify.ts';
import { readBytes } from './files.ts';

/** How far an output lies from ONNX Runtime's. */
export interface OutputDifference {
  readonly output: string;
  /** The largest difference, relative to the output's largest magnitude. */
  readonly relative: number;
}

/** What is used of `onnxruntime-node`. */
export interface OnnxRuntime {
  readonly Tensor: new (type: string, data: ArrayLike<unknown>, shape: readonly number[]) => object;
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OnnxSession>;
  };
}

interface OnnxSession {
  readonly inputMetadata: readonly { readonly name: string; readonly type?: string }[];
  run(
    feeds: Readonly<Record<string, object>>,
  ): Promise<Readonly<Record<string, { readonly data: ArrayLike<unknown> }>>>;
  release(): Promise<void>;
}

/** Halves have 11 bits, and errors add up from layer to layer. */
const halvedTolerance = 2e-2;

/**
 * ONNX Runtime, where the folder that the command runs in has it, or whoever installed this package.
 *
 * @throws FaceGpuError `missing-package`
 */
export function loadOnnxRuntime(): OnnxRuntime {
  for (const base of [`${process.cwd()}/`, import.meta.url]) {
    const require = createRequire(base);
    let file: string;
    try {
      file = require.resolve('onnxruntime-node');
    } catch {
      continue;
    }
    return require(file) as OnnxRuntime;
  }
  throw new FaceGpuError(
    'missing-package',
    '--verify compares with ONNX Runtime, which is not installed',
    'Install it: npm install onnxruntime-node',
  );
}

interface Verified {
  /** The ONNX model. */
  readonly file: string;
  readonly model: Model;
  /** What the sizes that its inputs name are. */
  readonly dimensions: Dimensions;
  /** Whether its weights are stored as halves. */
  readonly halved: boolean;
}

/**
 * Runs a converted model on WebGPU, and what it was converted from in ONNX Runtime, on the same random
 * inputs.
 *
 * @throws FaceGpuError `bad-model` where they disagree, or ONNX Runtime takes it for no model; of the
 * device
 */
export async function verifyOnnx(
  { InferenceSession, Tensor }: OnnxRuntime,
  { file, model, dimensions, halved }: Verified,
): Promise<readonly OutputDifference[]> {
  const session = await InferenceSession.create(await readBytes(file), {
    executionProviders: ['cpu'],
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    throw new FaceGpuError(
      'bad-model',
      `ONNX Runtime does not take ${file}: ${cause instanceof Error ? cause.message : cause}`,
      'Convert it without --verify, or export it again.',
      { cause },
    );
  });
  const { graph } = model.metadata;
  const inputs = graph.inputs.map((input, i) => {
    const shape = input.shape.map((size) => (typeof size === 'number' ? size : dimensions[size]));
    return { name: input.name, shape, values: randomValues(input, shape, i + 1) };
  });
  const feeds = inputs.map(({ name, shape, values }, i) => {
    const metadata = session.inputMetadata.find((each) => each.name === name);
    const type = metadata?.type ?? 'float32';
    return [name, new Tensor(type, arrayOf(type, values, i), shape)];
  });
  const expected = await session.run(Object.fromEntries(feeds));
  await session.release();
  const device = await Device.acquire();
  try {
    const plan = await compile(model, device, { operators: allOperators, dimensions });
    const given = inputs.map(({ name, values }) => [name, values]);
    const results = await plan.run(Object.fromEntries(given));
    plan.dispose();
    const differences = graph.outputs.map((output) => {
      const values = Float64Array.from(expected[output].data, Number);
      return { output, relative: largestDifference(results[output], values) };
    });
    requireSmall(file, differences, halved ? halvedTolerance : tolerance);
    return differences;
  } finally {
    device.dispose();
  }
}

/** Values from -1 to 1, or whole numbers from 0 to 1 where the input holds no others. */
function randomValues({ dtype }: GraphInput, shape: readonly number[], seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: elementCount(shape) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const uniform = state / 2 ** 32;
    return dtype === 'f32' || dtype === 'f16' ? Math.fround(2 * uniform - 1) : Math.round(uniform);
  });
}

function arrayOf(type: string, values: Float64Array, index: number): ArrayLike<unknown> {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return values;
    case 'int64':
      return BigInt64Array.from(values, BigInt);
    case 'int32':
      return Int32Array.from(values);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(values);
    default:
      throw new FaceGpuError(
        'unsupported-feature',
        `input ${index} holds ${type}, of which there is no verification`,
        'Convert the model without --verify.',
      );
  }
}

function requireSmall(file: string, differences: readonly OutputDifference[], most: number): void {
  const worst = differences.find(({ relative }) => !(relative <= most));
  if (!worst) return;
  throw new FaceGpuError(
    'bad-model',
    `${file}: output "${worst.output}" differs from ONNX Runtime's by ${worst.relative.toExponential(1)} of its largest value; at most ${most} is allowed`,
    'Nothing was written. Report the model with the adapter that "facegpu doctor" prints.',
  );
}
