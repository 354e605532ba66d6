import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** A case of the ONNX project: a model, and sets of inputs with the outputs that they give. */
export interface BackendCase {
  /** `node/test_relu`: its place below the folder of all cases. */
  readonly name: string;
  /** The model. */
  readonly file: string;
  /** Folders with `input_0.pb`, `output_0.pb` … */
  readonly sets: readonly string[];
}

/** Every case below a folder, by name. */
export async function findCases(root: string): Promise<readonly BackendCase[]> {
  const entries = await readdir(root, { recursive: true });
  const folders = entries
    .filter((file) => path.basename(file) === 'model.onnx')
    .map((file) => path.dirname(file));
  const cases = folders.sort().map(async (folder) => {
    const files = await readdir(path.join(root, folder));
    const sets = files.filter((file) => file.startsWith('test_data_set_')).sort();
    return {
      name: folder.split(path.sep).join('/'),
      file: path.join(root, folder, 'model.onnx'),
      sets: sets.map((set) => path.join(root, folder, set)),
    };
  });
  return Promise.all(cases);
}
