import { useDevice } from '@facegpu/kernels/testing';
import { GraphBuilder, toConstant } from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { tfjsWebgpuExecutor } from '../executors/tfjs.ts';
import { kernelWork, kernelWorks } from './kernels.ts';
import { layerKernel, networkLayers } from './layers.ts';
import { matmulKernel } from './matmul.ts';
import { noise } from './noise.ts';
import { tableKernels } from './table-kernels.ts';

describe('kernelWorks', () => {
  it('finds the shapes of the networks, each once', async () => {
    const names = (await kernelWorks(false)).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'kernel: gemm, 1024×1024×1024',
        'kernel: conv 7×7, stride 2, 150×150×3 → 32',
        'kernel: depthwise 3×3, stride 2, 256×256×64',
        'kernel: max pool 3×3, stride 2, 72×72×32',
        'kernel: batch norm, 64×64×256',
        'kernel: resize, 64×64×64 → 128×128',
        'kernel: softmax [5118,21] along 1',
      ]),
    );
  });

  it('takes a few of them where it must be quick', async () => {
    expect(await kernelWorks(true)).toHaveLength(7);
  });
});

describe('a kernel', () => {
  const lane = useDevice();

  it.each([layerKernel(networkLayers(network())[0]), matmulKernel(20), ...tableKernels()])(
    '$name agrees with its peer, and runs',
    async (kernel) => {
      const device = lane.device({});
      const executor = await tfjsWebgpuExecutor(device);
      const work = await kernelWork(kernel).prepare({ device, executors: [executor] });
      expect(work.contenders.map(({ name }) => name)).toEqual(['facegpu', 'tfjs-webgpu']);
      for (const { run } of work.contenders) await run();
      expect(work.facts?.GFLOP === undefined).toBe(kernel.operations === undefined);
      await work.dispose();
      executor.dispose();
    },
  );
});

/** A convolution with an activation to fuse, and a residual that the kernel is timed without. */
function network() {
  const graph = new GraphBuilder();
  const constants = new Map([['weight', toConstant([3, 3, 6, 6], noise(3 * 3 * 6 * 6))]]);
  const image = graph.input('image', ['batch', 9, 7, 6]);
  const conv = graph.node('conv', 'conv2d', [image, 'weight'], { padding: 'same' });
  const sum = graph.node('sum', 'relu', [graph.node('residual', 'add', [conv, image])]);
  return { graph: graph.build(sum), constants };
}
