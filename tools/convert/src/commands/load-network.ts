import path from 'node:path';
import { Model } from '@facegpu/nn';
import { type ImportedModel, type ImportOptions, importOnnx } from '@facegpu/nn/onnx';
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
export async function importFile(
  file: string,
  shapes: Shapes,
  values: NonNullable<ImportOptions['values']> = {},
): Promise<ImportedModel> {
  return importOnnx(await readBytes(file), {
    source: file,
    shapes,
    values,
    external: (location) => readBeside(file, location),
  });
}

/**
 * The network of an ONNX file or a model file.
 *
 * @param shapes of an ONNX model's inputs
 * @param values of its inputs, which it may take before the run
 * @throws FaceGpuError `file-unreadable`, `bad-model`, `unsupported-op`
 */
export async function loadNetwork(
  file: string,
  shapes: Shapes,
  values: NonNullable<ImportOptions['values']>,
): Promise<Pick<ImportedModel, 'network' | 'taken'>> {
  if (isOnnx(file)) return importFile(file, shapes, values);
  return { network: (await Model.parse(await readBytes(file), file)).network(), taken: [] };
}
