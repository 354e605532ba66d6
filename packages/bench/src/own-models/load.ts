import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { directory } from '@facegpu/models';
import { Model, type ModelDescription, storeNetwork } from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';

const root = path.resolve(import.meta.dirname, '../../../..');

/** Where photos, and models that are not shipped, lie beside the checkout. */
export const shared = path.join(root, '../shared/data');

const faceplugin = path.dirname(
  createRequire(import.meta.url).resolve('faceplugin-face-recognition-js/package.json'),
);

/** The ONNX file that a description of `examples/models`, or a shipped model, was made of. */
const files: Readonly<Record<string, string>> = {
  yunet: 'yunet_n_320_320.onnx',
  'yunet-dynamic': 'yunet_n_dynamic.onnx',
  scrfd: 'scrfd_500m_kps.onnx',
  pfld: 'pfld.onnx',
  'ultraface-rfb-320': path.join(faceplugin, 'model/fr_detect.onnx'),
};

/** The path of a model's ONNX file; nothing where it isn't there. */
export function onnxFile(name: string): string | undefined {
  const file = path.resolve(shared, 'models', files[name]);
  return existsSync(file) ? file : undefined;
}

/** An ONNX model with its description of `examples/models`. */
export async function loadOwnModel(name: string, file: string): Promise<Model> {
  const said = await readFile(path.join(root, `examples/models/${name}.json`), 'utf8');
  const description = JSON.parse(said) as ModelDescription;
  const bytes = new Uint8Array(await readFile(file));
  const { network } = await importOnnx(bytes, { source: name });
  const { tensors, ...stored } = storeNetwork(network);
  return Model.parse(Model.serialize({ ...description, ...stored }, tensors), name);
}

/** A model that is shipped. */
export async function loadShippedModel(name: string): Promise<Model> {
  return Model.parse(await readFile(new URL(`${name}.safetensors`, directory)), name);
}
