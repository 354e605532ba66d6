import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { elementCount } from '@facegpu/kernels';
import { Random, useDevice } from '@facegpu/kernels/testing';
import { importOnnx } from '@facegpu/nn/onnx';
import { describe, it } from 'vitest';
import { checkModel } from './check.ts';
import { faceplugin, shared } from './models.ts';

/** Sizes for axes that a model names. */
const sizes: Readonly<Record<string, number>> = {
  batch: 1,
  batch_size: 1,
  height: 192,
  width: 160,
};

/** Whole networks, and the range of what goes into them. */
const models = [
  ['openseeface_detection', shared, -2, 2],
  ['openseeface_landmarks', shared, -2, 2],
  ['pfld', shared, -2, 2],
  ['scrfd_500m_kps', shared, -1, 1],
  ['version-RFB-320', shared, -1, 1],
  ['yunet_n_320_320', shared, 0, 255],
  ['yunet_n_dynamic', shared, 0, 255],
  ['fr_age', faceplugin, 0, 255],
  ['fr_detect', faceplugin, -1, 1],
  ['fr_expression', faceplugin, -2, 2],
  ['fr_eye', faceplugin, 0, 1],
  ['fr_feature', faceplugin, -1, 1],
  ['fr_gender', faceplugin, 0, 255],
  ['fr_landmark', faceplugin, 0, 1],
  ['fr_liveness', faceplugin, 0, 255],
  ['fr_pose', faceplugin, -2, 2],
] as const;

describe('whole networks beside ONNX Runtime', () => {
  const lane = useDevice();

  it.for(models)('%s', async ([name, folder, low, high], { task, skip }) => {
    const file = path.join(folder, `${name}.onnx`);
    if (!existsSync(file)) skip(`${file} is not there`);
    const model = new Uint8Array(await readFile(file));
    const { network } = await importOnnx(model, { source: name });
    const random = new Random(1);
    const inputs = network.graph.inputs.map(({ name, shape }) => {
      const known = shape.map((size) => (typeof size === 'number' ? size : (sizes[size] ?? 1)));
      const values = Float32Array.from({ length: elementCount(known) }, () => {
        return random.uniform(low, high);
      });
      return [name, { type: 'float', shape: known, values }] as const;
    });
    await checkModel(lane.device(task.meta), model, Object.fromEntries(inputs));
  });
});
