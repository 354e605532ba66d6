import type { Device } from '@facegpu/kernels';
import { allOperators, compile, imageDimensions, Model, mainSize } from '@facegpu/nn';
import { platform } from '#platform';

/** The networks of the default pipeline, and how many pictures it gives them at once. */
const networks = [
  { model: 'ssd-mobilenet-v1', batch: 1 },
  { model: 'landmarks-68', batch: 16 },
  { model: 'arcface-mobilefacenet', batch: 16 },
];

/** Bytes for the networks' values, without weights: what their plans take, and the least possible. */
export async function planMemory(device: Device): Promise<{ taken: number; least: number }> {
  let [taken, least] = [0, 0];
  for (const { model, batch } of networks) {
    const parsed = await Model.parse(await platform.readModel(model), model);
    const { graph, input } = parsed.metadata;
    const dimensions = input && imageDimensions(graph, input, batch, mainSize(input));
    const plan = await compile(parsed.network(), device, {
      operators: allOperators,
      ...(dimensions && { dimensions }),
    });
    taken += plan.memory.slabs.reduce((sum, size) => sum + size, 0);
    least += plan.memory.lowerBound;
    plan.dispose();
  }
  return { taken, least };
}
