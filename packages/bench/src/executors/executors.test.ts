import { useDevice } from '@facegpu/kernels/testing';
import { GraphBuilder, toConstant } from '@facegpu/nn';
import { describe, it } from 'vitest';
import { requireAgreement } from '../agree.ts';
import { allExecutors } from './all.ts';
import { CannotRun, type Executor, type Tensors } from './executor.ts';

/** Every kind of node that the networks have, with odd sizes. */
function network() {
  const graph = new GraphBuilder();
  const constants = new Map();
  let seed = 1;
  const weight = (name: string, ...shape: number[]) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647 - 0.5;
    });
    constants.set(name, toConstant(shape, values));
    return name;
  };
  const image = graph.input('image', ['batch', 17, 15, 3]);
  const stem = graph.node(
    'stem',
    'conv2d',
    [image, weight('stem.w', 3, 3, 3, 8), weight('stem.b', 8)],
    { strides: [2, 2], padding: 'same' },
  );
  const active = graph.node('active', 'relu6', [stem]);
  const depthwise = graph.node(
    'depthwise',
    'conv2d',
    [active, weight('depthwise.w', 3, 3, 1, 8), weight('depthwise.b', 8)],
    { padding: 'same', groups: 8 },
  );
  const sum = graph.node('sum', 'relu', [graph.node('residual', 'add', [depthwise, active])]);
  const pooled = graph.node('pooled', 'maxPool', [sum], { kernel: [2, 2], strides: [2, 2] });
  const padded = graph.node('padded', 'pad', [pooled], {
    before: [0, 0, 0, 0],
    after: [0, 1, 0, 4],
    value: 0,
  });
  const average = graph.node('average', 'globalAveragePool', [padded]);
  const flat = graph.node('flat', 'reshape', [average], { shape: [0, 12] });
  const logits = graph.node('logits', 'gemm', [flat, weight('fc.w', 12, 5), weight('fc.b', 5)]);
  const output = graph.node('output', 'softmax', [logits], { axis: 1 });
  return { graph: graph.build(output, sum), constants };
}

describe('executors', () => {
  const lane = useDevice();

  it('compute the same', async ({ task, annotate }) => {
    const device = lane.device(task.meta);
    const [ours, ...peers] = await allExecutors(device);
    const image = Float32Array.from({ length: 2 * 17 * 15 * 3 }, (_, i) => Math.sin(i));
    const expected = await run(ours, image);
    for (const peer of peers) {
      try {
        requireAgreement(peer.name, 'sample', expected, await run(peer, image));
      } catch (error) {
        if (!(error instanceof CannotRun)) throw error;
        await annotate(error.message);
      }
    }
  });
});

async function run(executor: Executor, image: Float32Array<ArrayBuffer>): Promise<Tensors> {
  const loaded = await executor.load(network(), { batch: 2 });
  const outputs = await loaded.run({ image });
  await loaded.dispose();
  return outputs;
}
