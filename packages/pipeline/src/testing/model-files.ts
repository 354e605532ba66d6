import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { directory } from '@facegpu/models';
import {
  metadataKey,
  readSafetensors,
  type StoredTensor,
  storedConstant,
  valuesOf,
  writeSafetensors,
} from '@facegpu/nn';

type Bytes = Uint8Array<ArrayBuffer>;

/** What a model file says, as JSON has it. */
interface Metadata {
  name: string;
  readonly settings: { alignment: { padding: number } };
  readonly quantization: Record<string, { scale: number; minimum: number }>;
  readonly graph: { readonly nodes: readonly { operator: string; inputs: string[] }[] };
}

/** A model file that can be changed. */
export interface EditedModel {
  readonly metadata: Metadata;
  /** Multiplies the weights of the last two layers by 1e25: each is finite, their product isn't. */
  inflate(): void;
}

/** A default model's file. */
export async function modelFile(name: string): Promise<Bytes> {
  return new Uint8Array(await readFile(sourceOf(name)));
}

/** A default model's file, changed. */
export async function editedModel(
  name: string,
  edit: (model: EditedModel) => void,
): Promise<Bytes> {
  const { metadata, tensors } = readSafetensors(await modelFile(name), name);
  const parsed = JSON.parse(metadata[metadataKey]) as Metadata;
  const edited = new Map(tensors);
  edit({
    metadata: parsed,
    inflate() {
      const layers = parsed.graph.nodes.filter(({ operator }) => /conv2d|gemm/.test(operator));
      for (const { inputs } of layers.slice(-2)) {
        const stored = tensors.get(inputs[1]) as StoredTensor;
        const values = valuesOf(storedConstant(stored, parsed.quantization[inputs[1]]));
        const bytes = new Uint8Array(Float32Array.from(values, (value) => value * 1e25).buffer);
        delete parsed.quantization[inputs[1]];
        edited.set(inputs[1], { type: 'F32', shape: stored.shape, bytes });
      }
    },
  });
  const json = JSON.stringify(parsed);
  return writeSafetensors({ metadata: { ...metadata, [metadataKey]: json }, tensors: edited });
}

/** Fills a folder with default models, and files in the place of some or beside them. */
export async function fillModels(
  folder: string,
  names: readonly string[],
  files: Readonly<Record<string, Bytes>>,
): Promise<void> {
  const links = names.filter((name) => !Object.hasOwn(files, name));
  await Promise.all([
    ...links.map((name) => symlink(sourceOf(name), path.join(folder, fileOf(name)))),
    ...Object.entries(files).map(([name, file]) =>
      writeFile(path.join(folder, fileOf(name)), file),
    ),
  ]);
}

function fileOf(name: string): string {
  return `${name}.safetensors`;
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(fileOf(name), directory));
}
