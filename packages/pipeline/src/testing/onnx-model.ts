import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ImageInput, Model, storeNetwork } from '@facegpu/nn';
import { type ImportOptions, importOnnx } from '@facegpu/nn/onnx';

export interface OnnxDescription {
  readonly task: 'detector' | 'landmarker';
  /** Of the model's only input, which is an image with its channels first. */
  readonly input: Omit<ImageInput, 'name' | 'layout'>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Shapes of the graph's inputs, where those in the file leave too much open. */
  readonly shapes?: ImportOptions['shapes'];
}

/** An ONNX file as a described model. */
export async function onnxModel(file: string, description: OnnxDescription): Promise<Model> {
  return Model.parse(await convertedFile(file, description), file);
}

/** The bytes of a model file that is made of an ONNX file. */
export async function convertedFile(
  file: string,
  description: OnnxDescription,
): Promise<Uint8Array<ArrayBuffer>> {
  const { input, shapes = {}, ...rest } = description;
  const { network } = await importOnnx(new Uint8Array(await readFile(file)), {
    source: file,
    shapes,
  });
  const { tensors, ...stored } = storeNetwork(network);
  const { name } = path.parse(file);
  const image: ImageInput = { name: network.graph.inputs[0].name, layout: 'nchw', ...input };
  const words = { name, description: '', licence: '', origin: '' };
  return Model.serialize({ ...words, ...rest, ...stored, input: image }, tensors);
}
