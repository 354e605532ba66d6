import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaceGpuError } from '@facegpu/kernels';
import type { Architecture } from '../architectures/architecture.ts';
import { architectures } from '../architectures/index.ts';
import { exists } from '../commands/files.ts';
import type { Conversion } from '../conversion.ts';
import { convert } from '../convert.ts';
import { type IndexEntry, indexEntry } from '../model-index.ts';
import { arcface } from '../onnx/arcface.ts';
import { convertOnnx, type OnnxArchitecture } from '../onnx/convert-onnx.ts';
import { ultraface } from '../onnx/ultraface.ts';
import { readWeights, type TfjsWeights } from '../tfjs/weights.ts';

const indexFile = 'models.json';

/** @throws FaceGpuError `file-unreadable` where manifest or a shard is missing, and as `readWeights` */
export function readFolder(folder: string, { source }: Architecture): Promise<TfjsWeights> {
  return readWeights(`${folder}/${source}-weights_manifest.json`, readBytes);
}

/** A model that the command can make. */
export type Source = Architecture | OnnxArchitecture;

/** The models that can be made, in the order of the index. */
export const sources: readonly Source[] = [...architectures, ultraface, arcface];

/**
 * Makes a model of what lies in a folder.
 *
 * @throws FaceGpuError `file-unreadable`, and as `convert` and `convertOnnx`
 */
export async function convertFolder(folder: string, source: Source): Promise<Conversion> {
  if ('write' in source) return convert(source, await readFolder(folder, source));
  return convertOnnx(source, await readBytes(join(folder, source.source)));
}

/**
 * Refuses to go on where a model file is there already.
 *
 * @throws FaceGpuError `bad-argument` that names it
 */
export async function requireAbsent(folder: string, models: readonly Source[]): Promise<void> {
  for (const { name } of models) {
    const path = join(folder, `${name}.safetensors`);
    if (!(await exists(path))) continue;
    throw new FaceGpuError(
      'bad-argument',
      `${path} exists already`,
      'Give --force to replace it, or another folder.',
    );
  }
}

/**
 * Writes model files, and the index of the folder: entries of other models in it stay.
 *
 * @throws FaceGpuError `file-unwritable`; `bad-model` where the index that is there is none
 */
export async function writeModels(
  folder: string,
  conversions: readonly Conversion[],
): Promise<void> {
  const known = await readIndex(folder);
  try {
    await write(folder, conversions, known);
  } catch (cause) {
    throw new FaceGpuError(
      'file-unwritable',
      `the models can't be written: ${cause instanceof Error ? cause.message : cause}`,
      'Give a folder that you may write to as --out, on a disk with room for them.',
      { cause },
    );
  }
}

async function write(
  folder: string,
  conversions: readonly Conversion[],
  known: readonly IndexEntry[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = new Map<string, IndexEntry>();
  for (const entry of known) entries.set(entry.name, entry);
  for (const conversion of conversions) {
    const entry = indexEntry(conversion);
    entries.set(entry.name, entry);
    await writeFile(join(folder, entry.file), conversion.file);
  }
  const order = sources.map(({ name }) => name);
  const sorted = [...entries.values()].sort(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name),
  );
  await writeFile(join(folder, indexFile), `${JSON.stringify(sorted, null, 2)}\n`);
}

async function readIndex(folder: string): Promise<readonly IndexEntry[]> {
  const path = join(folder, indexFile);
  if (!(await exists(path))) return [];
  const text = new TextDecoder().decode(await readBytes(path));
  const list = parseJson(text);
  if (Array.isArray(list) && list.every((entry) => typeof entry?.name === 'string')) return list;
  throw new FaceGpuError(
    'bad-model',
    `${path} is not a list of models`,
    'Delete it, then convert again.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new FaceGpuError(
      'file-unreadable',
      `${path} can't be read: ${cause instanceof Error ? cause.message : cause}`,
      'Give the folder with the manifests and all their shards, or with the ONNX model, as --from.',
      { cause },
    );
  }
}
