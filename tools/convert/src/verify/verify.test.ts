import { useDevice } from '@facegpu/kernels/testing';
import { Model, readSafetensors } from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { architectures } from '../architectures/index.ts';
import { landmarks68Tiny } from '../architectures/landmarks-68-tiny.ts';
import { readFolder } from '../cli/files.ts';
import { convert } from '../convert.ts';
import { modelFolder } from '../testing/weights.ts';
import { tolerance, verify } from './verify.ts';

describe('verify', () => {
  const lane = useDevice();

  it.for(architectures)('$name computes what its original computes', async (architecture, test) => {
    const device = lane.device(test.task.meta);
    const { model } = await convert(architecture, await readFolder(modelFolder, architecture));
    for (const { output, batch, relative } of await verify(model, modelFolder, device)) {
      expect(relative, `${output}, batch ${batch}`).toBeLessThan(tolerance);
    }
    expect(device.memory.buffers).toBe(0);
  });

  it('notices a network that computes something else', async ({ task }) => {
    const device = lane.device(task.meta);
    const weights = await readFolder(modelFolder, landmarks68Tiny);
    const { model, file } = await convert(landmarks68Tiny, weights);
    const { graph } = model.metadata;
    const nodes = graph.nodes.map((node) => {
      return node.name === 'dense1/sum2/relu' ? { ...node, operator: 'sigmoid' } : node;
    });
    const { tensors } = readSafetensors(file, 'the model');
    const changed = Model.serialize({ ...model.metadata, graph: { ...graph, nodes } }, tensors);
    const differences = await verify(await Model.parse(changed), modelFolder, device);
    expect(Math.min(...differences.map(({ relative }) => relative))).toBeGreaterThan(tolerance);
  });
});
