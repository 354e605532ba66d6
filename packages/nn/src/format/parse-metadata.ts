import { type Activation, FaceGpuError } from '@facegpu/kernels';
import type { Graph, GraphInput, Node } from '../ir/graph.ts';
import { dtype, oneOf, real, whole } from '../operators/kinds.ts';
import { imageInput } from './image-input.ts';
import { formatVersion, type ModelMetadata } from './metadata.ts';
import type { Quantization } from './quantization.ts';
import {
  is,
  isRecord,
  listOf,
  maybe,
  name,
  of,
  recordOf,
  type Schema,
  table,
  text,
} from './schema.ts';

type Leaky = Extract<Activation, { slope: number }>;

const kind = of(oneOf('identity', 'relu', 'relu6', 'leakyRelu', 'sigmoid', 'tanh', 'hardSwish'));
const plainActivation = table<Omit<Activation, 'slope'>>({ kind });
const leakyActivation = table<Leaky>({ kind, slope: of(real) });

/** What an operator is to apply by itself. */
const activation: Schema = (value, path) => {
  const isLeaky = isRecord(value) && value.kind === 'leakyRelu';
  return (isLeaky ? leakyActivation : plainActivation)(value, path);
};

/** Its operator's own schema says what it must be. */
const attribute = is('a number, a word, true, false, or a list of them', (value) => {
  return ['number', 'string', 'boolean'].includes(typeof value) || Array.isArray(value);
});

const size = is('a size or the name of one', (value) => {
  return whole(0, 2 ** 31 - 1).accepts(value) || (typeof value === 'string' && value !== '');
});

const graph = table<Graph>({
  inputs: listOf(table<GraphInput>({ name, shape: listOf(size), dtype: of(dtype) })),
  outputs: listOf(name),
  nodes: listOf(
    table<Node>({
      name,
      operator: name,
      inputs: listOf(text),
      outputs: listOf(name),
      attributes: recordOf(attribute),
      activation: maybe(activation),
      inputActivation: maybe(activation),
    }),
  ),
});

/** One number for all channels, or one for each. */
const steps: Schema = (value, path) => {
  return (Array.isArray(value) ? listOf(of(real)) : of(real))(value, path);
};

/** Everything that a model file says; what the settings mean is up to whoever reads them. */
const metadata = table<ModelMetadata & { format: number }>({
  format: of(real),
  name,
  task: maybe(text),
  description: maybe(text),
  licence: maybe(text),
  origin: maybe(text),
  input: maybe(imageInput),
  graph,
  quantization: maybe(recordOf(table<Quantization>({ scale: steps, minimum: steps }))),
  settings: maybe(recordOf(() => undefined)),
});

/** What stands for what a file doesn't say. */
const defaults = {
  task: '',
  description: '',
  licence: 'unknown',
  origin: 'unknown',
  quantization: {},
  settings: {},
};

type Said = Omit<ModelMetadata, keyof typeof defaults>;

/**
 * Reads what a model file says about itself. Attributes are checked by their operators, settings by
 * whoever reads them.
 *
 * @param json as it lies in the file
 * @param source names the file in errors
 * @throws FaceGpuError `bad-model`
 */
export function parseMetadata(json: string | undefined, source: string): ModelMetadata {
  const wrong = (what: string) =>
    new FaceGpuError(
      'bad-model',
      `${source} is not a FaceGPU model: ${what}`,
      'Make it with facegpu-convert, of the same version as the library.',
    );
  if (json === undefined) throw wrong('it carries no graph');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw wrong('its graph is not JSON');
  }
  // What another version means by its fields is not known here.
  if (isRecord(parsed) && Number.isInteger(parsed.format) && parsed.format !== formatVersion) {
    throw new FaceGpuError(
      'bad-model',
      `${source} has the format ${parsed.format}, not ${formatVersion}`,
      'Convert it again: "npx facegpu-convert --from FOLDER --out models --force" with the converter of this version.',
    );
  }
  const flaw = metadata(parsed, '');
  if (flaw !== undefined) throw wrong(flaw);
  const { format: _, ...said } = parsed as Said & { format: number };
  return { ...defaults, ...said };
}
