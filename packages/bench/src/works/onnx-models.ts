import { elementCount, type Shape } from '@facegpu/kernels';
import { platform } from '#platform';
import type { Tensors } from '../executors/executor.ts';
import type { OnnxFile } from '../executors/onnx-file.ts';
import { missingModel } from '../refusal.ts';
import { noise } from './noise.ts';

/** Where models come from: a folder that a checkout may have beside it, or `faceplugin-face-recognition-js`. */
export type OnnxFolder = 'shared' | 'faceplugin';

/** A published ONNX model, and what it is given. */
export interface OnnxModel {
  readonly folder: OnnxFolder;
  /** Of the file, without its ending. */
  readonly name: string;
  readonly input: string;
  /** In ONNX's order: the only one that the model takes, or one of them. */
  readonly shape: Shape;
  /** The least and the largest value of the input. */
  readonly range: readonly [low: number, high: number];
}

const models: readonly OnnxModel[] = [
  shared('yunet_n_320_320', 'input', [1, 3, 320, 320], [0, 255]),
  shared('yunet_n_dynamic', 'input', [1, 3, 640, 640], [0, 255]),
  shared('scrfd_500m_kps', 'images', [1, 3, 640, 640], [-1, 1]),
  shared('version-RFB-320', 'input', [1, 3, 240, 320], [-1, 1]),
  shared('pfld', 'input', [1, 3, 112, 112], [-2, 2]),
  shared('openseeface_detection', 'input', [1, 3, 224, 224], [-2, 2]),
  shared('openseeface_landmarks', 'input', [1, 3, 224, 224], [-2, 2]),
  faceplugin('fr_detect', [1, 3, 240, 320], [-1, 1]),
  faceplugin('fr_landmark', [1, 1, 64, 64], [0, 1]),
  faceplugin('fr_feature', [1, 3, 112, 112], [-1, 1]),
  faceplugin('fr_liveness', [1, 3, 128, 128], [0, 255]),
  faceplugin('fr_pose', [1, 3, 224, 224], [-2, 2]),
  faceplugin('fr_eye', [1, 1, 24, 24], [0, 1]),
  faceplugin('fr_expression', [1, 3, 224, 224], [-2, 2]),
  faceplugin('fr_age', [1, 3, 64, 64], [0, 255]),
  faceplugin('fr_gender', [1, 3, 64, 64], [0, 255]),
];

/** Those whose files are at hand; tells on stderr which ones aren't. */
export async function onnxModels(): Promise<OnnxModel[]> {
  const present: OnnxModel[] = [];
  for (const model of models) {
    if (await platform.findOnnx(model.folder, model.name)) present.push(model);
    else console.warn(`${model.name}.onnx is not there, and left out`);
  }
  return present;
}

/** The model's name with the size of its input. */
export function titleOf({ name, shape }: OnnxModel): string {
  const [, , height, width] = shape;
  return `onnx ${name}, ${height}×${width}`;
}

/** @throws FaceGpuError `file-unreadable` */
export async function readOnnx({ folder, name, input, shape }: OnnxModel): Promise<OnnxFile> {
  const read = await platform.findOnnx(folder, name);
  if (!read) throw missingModel(name);
  return { name, bytes: await read(), shapes: { [input]: shape } };
}

/** The same values each time, over the model's range. */
export function inputsOf({ input, shape, range: [low, high] }: OnnxModel): Tensors {
  const values = noise(elementCount(shape));
  return { [input]: values.map((value) => low + ((value + 1) / 2) * (high - low)) };
}

function shared(name: string, input: string, shape: Shape, range: OnnxModel['range']): OnnxModel {
  return { folder: 'shared', name, input, shape, range };
}

function faceplugin(name: string, shape: Shape, range: OnnxModel['range']): OnnxModel {
  return { folder: 'faceplugin', name, input: 'input', shape, range };
}
