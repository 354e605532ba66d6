import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Model, type ModelDescription, storeNetwork } from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';
import { platform } from '../platform/node.ts';
import { onnxFolders } from '../works/onnx-folders.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

/** Where photos, and models that are not shipped, lie beside the checkout. */
export const shared = path.join(root, '../shared/data');

/** The ONNX file that a description of `examples/models`, or a shipped model, was made of. */
const files: Readonly<Record<string, string>> = {
  yunet: `${onnxFolders.shared}/yunet_n_320_320.onnx`,
  'yunet-dynamic': `${onnxFolders.shared}/yunet_n_dynamic.onnx`,
  scrfd: `${onnxFolders.shared}/scrfd_500m_kps.onnx`,
  pfld: `${onnxFolders.shared}/pfld.onnx`,
  'ultraface-rfb-320': `${onnxFolders.faceplugin}/fr_detect.onnx`,
};

/** The path of a model's ONNX file; nothing where it isn't there. */
export function onnxFile(name: string): string | undefined {
  const file = files[name];
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
  return Model.parse(await platform.readModel(name), name);
}
