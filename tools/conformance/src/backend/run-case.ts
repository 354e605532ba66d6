import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Device, FaceGpuError } from '@facegpu/kernels';
import { difference } from '@facegpu/kernels/testing';
import { allOperators, compile } from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';
import {
  type ModelOutline,
  outlineOf,
  readTensorFile,
  type TensorFile,
} from '@facegpu/nn/onnx/testing';
import { filledUp, tolerance } from '../check.ts';
import { exceptionOf } from './exceptions.ts';
import type { BackendCase } from './find-cases.ts';

/** What became of a case. */
export interface Outcome {
  readonly name: string;
  readonly model: ModelOutline;
  /** `excepted` is one that failed or was refused, as is known of it. */
  readonly result: 'passed' | 'refused' | 'failed' | 'excepted';
  /** Why it did not pass, or how it differs. */
  readonly why: string;
}

/** Inputs with so many values at most are told to the import, as `facegpu run` does. */
const mostTaken = 1024;

/** Of types with fewer bits than f32, as a share of the largest magnitude. */
const tolerances = new Map([
  ['float16', 1e-3],
  ['bfloat16', 1e-2],
]);

/** The end of the name of a case whose output is written down with four digits. */
const written = '/test_averagepool_2d_ceil_last_window_starts_on_pad';

/** Imports a model, runs it on each set of inputs, and compares with the outputs that belong to them. */
export async function runCase(device: Device, kase: BackendCase): Promise<Outcome> {
  const { name, file } = kase;
  const bytes = await readFile(file);
  const model = outlineOf(bytes);
  const [result, why] = await tried(device, bytes, model, kase);
  const exception = result === 'passed' ? undefined : exceptionOf(name);
  if (exception !== undefined) return { name, model, result: 'excepted', why: exception };
  return { name, model, result, why };
}

async function tried(
  device: Device,
  file: Uint8Array,
  model: ModelOutline,
  { name, sets }: BackendCase,
): Promise<readonly ['passed' | 'refused' | 'failed', why: string]> {
  const least = name.endsWith(written) ? 1e-3 : tolerance;
  try {
    for (const set of sets) {
      const why = await differenceOf(device, file, model, set, least);
      if (why !== undefined) return ['failed', why];
    }
    return ['passed', ''];
  } catch (error) {
    if (!(error instanceof FaceGpuError)) throw error;
    return ['refused', `${error.code}: ${error.message}`];
  }
}

async function differenceOf(
  device: Device,
  file: Uint8Array,
  model: ModelOutline,
  set: string,
  least: number,
): Promise<string | undefined> {
  // Values that are no tensors can't be read: a model that has some is refused before.
  await importOnnx(file).catch((error: FaceGpuError) => {
    if (/is no tensor/.test(error.message)) throw error;
  });
  const given = await readTensors(set, 'input', model.inputs);
  const expected = await readTensors(set, 'output', model.outputs);
  const small = [...given].filter(([, { values }]) => values.length <= mostTaken);
  const { network } = await importOnnx(file, {
    shapes: Object.fromEntries([...given].map(([name, { shape }]) => [name, shape])),
    values: Object.fromEntries(small.map(([name, { values }]) => [name, values])),
  });
  const plan = await compile(network, device, { operators: allOperators });
  try {
    const values = network.graph.inputs.map(({ name }) => [name, given.get(name)?.values ?? []]);
    const results = await plan.run(Object.fromEntries(values));
    const fills = model.operators.includes('NonMaxSuppression');
    for (const [name, tensor] of expected) {
      const { shape } = plan.output(name);
      const wanted = filledUp(tensor, shape, fills);
      if (`${shape}` !== `${wanted.shape}`) return `"${name}" is [${shape}], not [${wanted.shape}]`;
      const relative = tolerances.get(tensor.type) ?? least;
      const far = difference(results[name], wanted.values, shape, { relative });
      if (far !== undefined) return `"${name}": ${far}`;
    }
    return undefined;
  } finally {
    plan.dispose();
  }
}

/** The tensors of a set, `input_0.pb` and so on, by the names of the values that they are. */
async function readTensors(
  set: string,
  kind: 'input' | 'output',
  names: readonly string[],
): Promise<ReadonlyMap<string, TensorFile>> {
  const files = new Set(await readdir(set));
  const tensors = new Map<string, TensorFile>();
  for (const [i, name] of names.entries()) {
    const file = `${kind}_${i}.pb`;
    if (files.has(file)) tensors.set(name, readTensorFile(await readFile(path.join(set, file))));
  }
  return tensors;
}
