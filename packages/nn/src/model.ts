import { FaceGpuError } from '@facegpu/kernels';
import { requireImageInput } from './format/image-input.ts';
import { formatVersion, type ModelMetadata, metadataKey } from './format/metadata.ts';
import { parseMetadata } from './format/parse-metadata.ts';
import { requireQuantization, storedConstant } from './format/quantization.ts';
import { requireFinite } from './format/require-finite.ts';
import { readSafetensors, type StoredTensor, writeSafetensors } from './format/safetensors.ts';
import type { Constant, Network } from './ir/graph.ts';
import { validateGraph } from './ir/validate.ts';

/** A network with its weights and what it says about itself, as one `.safetensors` file holds it. */
export class Model {
  readonly metadata: ModelMetadata;
  /** SHA-256 of the file, in hexadecimal: names the weights in stamps and caches. */
  readonly hash: string;
  /** Names the file in errors. */
  readonly source: string;
  readonly #constants: ReadonlyMap<string, Constant>;

  private constructor(
    metadata: ModelMetadata,
    tensors: ReadonlyMap<string, StoredTensor>,
    hash: string,
    source: string,
  ) {
    this.metadata = metadata;
    this.hash = hash;
    this.source = source;
    this.#constants = new Map(
      [...tensors].map(([name, tensor]) => {
        const isQuantized = Object.hasOwn(metadata.quantization, name);
        const quantization = isQuantized ? metadata.quantization[name] : undefined;
        return [name, storedConstant(tensor, quantization)];
      }),
    );
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
    requireFinite(tensors, source);
    requireQuantization(parsed.quantization, tensors, source);
    validateGraph(parsed.graph, new Set(tensors.keys()), source);
    if (parsed.input) requireImageInput(parsed.graph, parsed.input, source);
    const digest = await crypto.subtle.digest('SHA-256', file);
    return new Model(parsed, tensors, hex(digest), source);
  }

  /** The bytes of a model file. */
  static serialize(
    metadata: ModelMetadata,
    tensors: ReadonlyMap<string, StoredTensor>,
  ): Uint8Array<ArrayBuffer> {
    const json = JSON.stringify({ format: formatVersion, ...metadata });
    return writeSafetensors({ metadata: { [metadataKey]: json }, tensors });
  }

  /** A weight by name, as its file has it. The same object each time. */
  constant(name: string): Constant {
    const constant = this.#constants.get(name);
    if (!constant) throw incomplete(`${this.source} has no tensor "${name}"`);
    return constant;
  }

  /** The graph with every weight it reads. */
  network(): Network {
    const { graph } = this.metadata;
    const written = new Set([...graph.inputs.map(({ name }) => name), '']);
    for (const output of graph.nodes.flatMap(({ outputs }) => outputs)) written.add(output);
    const constants = new Map<string, Constant>();
    for (const { inputs } of graph.nodes) {
      for (const name of inputs) {
        if (!written.has(name) && !constants.has(name)) constants.set(name, this.constant(name));
      }
    }
    return { graph, constants };
  }
}

function incomplete(message: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    message,
    'The file is incomplete or was edited: convert the model again.',
  );
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
