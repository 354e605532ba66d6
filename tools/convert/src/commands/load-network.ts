import path from 'node:path';
import { Model, type Network } from '@facegpu/nn';
import { type ImportedModel, importOnnx } from '@facegpu/nn/onnx';
import { readBeside, readBytes } from './files.ts';

/** Shapes of inputs by name. */
export type Shapes = Readonly<Record<string, readonly (number | string)[]>>;

/** Whether a file is to be read as ONNX: by its name. */
export function isOnnx(file: string): boolean {
  return path.extname(file).toLowerCase() === '.onnx';
}

/**
 * Imports an ONNX file, with the weights that lie beside it.
 *
 * @throws FaceGpuError `file-unreadable`, and as `importOnnx`
 */
export async function importFile(file: string, shapes: Shapes): Promise<ImportedModel> {
  return importOnnx(await readBytes(file), {
    source: file,
    shapes,
    external: (location) => readBeside(file, location),
  });
}

/**
 * The network of an ONNX file or a model file.
 *
 * @param shapes of an ONNX model's inputs
 * @throws FaceGpuError `file-unreadable`, `bad-model`, `unsupported-op`
 */
export async function loadNetwork(file: string, shapes: Shapes): Promise<Network> {
  if (isOnnx(file)) return (await importFile(file, shapes)).network;
  return (await Model.parse(await readBytes(file), file)).network();
}
