import { FaceGpuError } from '@facegpu/kernels';
import { formatVersion, type ModelMetadata, metadataKey } from './format/metadata.ts';
import { dequantize } from './format/quantization.ts';
import { readSafetensors, type StoredTensor, writeSafetensors } from './format/safetensors.ts';
import type { Constant, Network } from './ir/graph.ts';
import { validateGraph } from './ir/validate.ts';

/** A network with its weights and what it says about itself, as one `.safetensors` file holds it. */
export class Model {
  readonly metadata: ModelMetadata;
  /** SHA-256 of the file, in hexadecimal: names the weights in stamps and caches. */
  readonly hash: string;
  readonly #tensors: ReadonlyMap<string, StoredTensor>;

  private constructor(
    metadata: ModelMetadata,
    tensors: ReadonlyMap<string, StoredTensor>,
    hash: string,
  ) {
    this.metadata = metadata;
    this.hash = hash;
    this.#tensors = tensors;
  }

  /**
   * Reads a model file.
   *
   * @param source names the file in errors
   * @throws FaceGpuError `bad-model` that says what is wrong with it
   */
  static async parse(file: Uint8Array<ArrayBuffer>, source = 'the model'): Promise<Model> {
    const { metadata, tensors } = readSafetensors(file, source);
    const parsed = parseMetadata(metadata[metadataKey], source);
    validateGraph(parsed.graph, new Set(tensors.keys()));
    const digest = await crypto.subtle.digest('SHA-256', file);
    return new Model(parsed, tensors, hex(digest));
  }

  /** The bytes of a model file. */
  static serialize(
    metadata: ModelMetadata,
    tensors: ReadonlyMap<string, StoredTensor>,
  ): Uint8Array<ArrayBuffer> {
    const json = JSON.stringify({ format: formatVersion, ...metadata });
    return writeSafetensors({ metadata: { [metadataKey]: json }, tensors });
  }

  /** A weight by name, expanded to f32. */
  constant(name: string): Constant {
    const tensor = this.#tensors.get(name);
    if (!tensor) {
      throw new FaceGpuError(
        'bad-model',
        `the model ${this.metadata.name} has no tensor "${name}"`,
        'The file is incomplete or was edited: convert the model again.',
      );
    }
    const values = dequantize(tensor, this.metadata.quantization[name]);
    return { shape: tensor.shape, values };
  }

  /** The graph with every weight it reads, expanded to f32. */
  network(): Network {
    const { graph } = this.metadata;
    const written = new Set([...graph.inputs.map(({ name }) => name), '']);
    for (const { output } of graph.nodes) written.add(output);
    const constants = new Map<string, Constant>();
    for (const { inputs } of graph.nodes) {
      for (const name of inputs) {
        if (!written.has(name) && !constants.has(name)) constants.set(name, this.constant(name));
      }
    }
    return { graph, constants };
  }
}

function parseMetadata(text: string | undefined, source: string): ModelMetadata {
  if (text === undefined) throw notOurs(source, 'it carries no graph');
  let parsed: { format?: unknown } & Partial<ModelMetadata>;
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    throw notOurs(source, 'its graph is not JSON');
  }
  if (parsed.format !== formatVersion) {
    throw notOurs(source, `it has the format ${String(parsed.format)}, not ${formatVersion}`);
  }
  const { name, graph, input } = parsed;
  const hasGraph = Array.isArray(graph?.nodes) && Array.isArray(graph.inputs);
  if (typeof name !== 'string' || !hasGraph || !Array.isArray(graph.outputs) || !input) {
    throw notOurs(source, 'its metadata lacks a name, a graph or an input recipe');
  }
  const { task = '', description = '', licence = 'unknown', origin = 'unknown' } = parsed;
  const { quantization = {}, settings = {} } = parsed;
  return { name, task, description, licence, origin, input, graph, quantization, settings };
}

function notOurs(source: string, what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${source} is not a FaceGPU model: ${what}`,
    'Make it with facegpu-convert, of the same version as the library.',
  );
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
