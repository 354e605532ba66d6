import { Device, elementCount, type Shape } from '@facegpu/kernels';
import { difference, Random, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it, vi } from 'vitest';
import { compile } from '../compile.ts';
import { GraphBuilder } from '../ir/builder.ts';
import { toConstant } from '../ir/constant.ts';
import type { Network } from '../ir/graph.ts';
import { allOperators as operators } from '../operators/all.ts';
import { evaluate } from '../testing/evaluate.ts';
import { sampleNetwork } from '../testing/networks.ts';

const uniform = 0x40;

describe('the weights on a device', () => {
  const lane = useDevice();

  it('are shared by the plans of a model: a second one uploads nothing', async ({ task }) => {
    const imageLayout = 'nhwc4';
    const device = lane.device(task.meta);
    const before = device.memory;
    const network = sampleNetwork();
    const [alone, first] = await uploads(device, () =>
      compile(network, device, { operators, dimensions: { batch: 1 }, imageLayout }),
    );
    expect(alone).toBeGreaterThan(0);
    const weights = device.memory.bytes - bytesOfPlan(first);
    const [again, second] = await uploads(device, () =>
      compile(network, device, { operators, dimensions: { batch: 3 }, imageLayout }),
    );
    // Strides of a larger batch: no weights.
    expect(again).toBeLessThan(100);
    const rest = device.memory.bytes - bytesOfPlan(first) - bytesOfPlan(second);
    expect(rest - weights).toBeLessThanOrEqual(1024);
    const [same, third] = await uploads(device, () =>
      compile(network, device, { operators, dimensions: { batch: 1 }, imageLayout }),
    );
    expect(same).toBe(0);
    third.dispose();
    // The one that made them may go first.
    first.dispose();
    await expectRight(network, second, 3);
    second.dispose();
    expect(device.memory).toEqual(before);
  });

  it('are made once where two plans are compiled at the same time', async ({ task }) => {
    const device = lane.device(task.meta);
    const before = device.memory;
    const network = sampleNetwork();
    const options = { operators, dimensions: { batch: 1 } };
    const alone = await compile(network, device, options);
    const weights = device.memory.bytes - before.bytes - bytesOfPlan(alone);
    alone.dispose();
    const both = await Promise.all([
      compile(network, device, options),
      compile(network, device, options),
    ]);
    const plans = both.reduce((sum, plan) => sum + bytesOfPlan(plan), 0);
    expect(device.memory.bytes - before.bytes - plans).toBe(weights);
    for (const plan of both) plan.dispose();
    expect(device.memory).toEqual(before);
  });

  it('are made again on a new device after a loss', async () => {
    const network = sampleNetwork();
    for (let round = 0; round < 2; round++) {
      const device = await Device.acquire();
      const plan = await compile(network, device, { operators, dimensions: { batch: 1 } });
      await expectRight(network, plan, 1);
      device.gpu.destroy();
      await device.gpu.lost;
      await expect(
        compile(network, device, { operators, dimensions: { batch: 1 } }),
      ).rejects.toMatchObject({ code: 'device-lost' });
      device.dispose();
    }
  });

  it('leave nothing behind where there is no memory for them', async ({ task }) => {
    const device = lane.device(task.meta);
    const network = sampleNetwork();
    const kept = await compile(network, device, { operators, dimensions: { batch: 1 } });
    const other = sampleNetwork(2);
    const before = device.memory;
    // Every call that makes buffers fails once.
    for (let failing = 0; ; failing++) {
      const createBuffers = device.createBuffers.bind(device);
      let calls = 0;
      const create = vi.spyOn(device, 'createBuffers').mockImplementation((...args) => {
        if (calls++ === failing) return Promise.reject(new Error('no memory'));
        return createBuffers(...args);
      });
      const result = await compile(other, device, { operators, dimensions: { batch: 1 } }).catch(
        (error: unknown) => error,
      );
      create.mockRestore();
      if (!(result instanceof Error)) {
        expect(failing).toBeGreaterThan(4);
        (result as typeof kept).dispose();
        break;
      }
      expect(device.memory).toEqual(before);
    }
    expect(device.memory).toEqual(before);
    await expectRight(network, kept, 1);
    kept.dispose();
  });

  it('may be values that are given with each run, or computed', async ({ task }) => {
    const device = lane.device(task.meta);
    const random = new Random(7);
    const draw = (shape: Shape) => {
      const values = new Float32Array(elementCount(shape)).map(() => random.uniform(-1, 1));
      return { shape, values: Float64Array.from(values) };
    };
    const b = new GraphBuilder();
    const x = b.input('x', [2, 5, 4, 6]);
    const w = b.input('w', [3, 3, 6, 7]);
    const bias = b.input('bias', [7]);
    const conv = b.node('conv', 'conv2d', [x, w, bias], { padding: 'same' });
    const flat = b.node('flat', 'reshape', [conv], { shape: [0, -1] });
    const scaled = b.node('scaled', 'mul', [b.input('v', [140, 3]), 'factor']);
    const network: Network = {
      graph: b.build(b.node('dense', 'gemm', [flat, scaled])),
      constants: new Map([['factor', toConstant([3], [1, -2, 0.5])]]),
    };
    const plan = await compile(network, device, { operators });
    for (let round = 0; round < 3; round++) {
      const inputs = {
        x: draw([2, 5, 4, 6]),
        w: draw([3, 3, 6, 7]),
        bias: draw([7]),
        v: draw([140, 3]),
      };
      const written = Object.entries(inputs).map(([name, { values }]) => [name, values] as const);
      const { dense } = await plan.run(Object.fromEntries(written));
      const reference = evaluate(network, inputs).get('dense')?.values ?? [];
      expect(difference(dense, reference, [2, 3], { relative: 1e-5 })).toBeUndefined();
    }
    plan.dispose();
  });
});

type Plan = Awaited<ReturnType<typeof compile>>;

/** Bytes of what a plan has for itself: slabs, parameters and the readback. */
function bytesOfPlan(plan: Plan): number {
  const slabs = plan.memory.slabs.reduce((sum, size) => sum + Math.max(16, size), 0);
  const outputs = [...plan.outputs.values()].map(({ shape }) => {
    const bytes = 4 * shape.reduce((product, size) => product * size, 1);
    return Math.ceil(bytes / 16) * 16;
  });
  const readback = outputs.reduce((sum, size) => sum + size, 0);
  return slabs + readback + paramBytes(plan);
}

function paramBytes({ recording }: Plan): number {
  return recording.dispatches.reduce((sum, { params }) => {
    return sum + Math.ceil(params.bytes.byteLength / 256) * 256;
  }, 0);
}

/** Bytes that a call writes to buffers, those for parameters apart. */
async function uploads<T>(device: Device, call: () => Promise<T>): Promise<[number, T]> {
  const { queue } = device.gpu;
  const write = vi.spyOn(queue, 'writeBuffer');
  const result = await call();
  const bytes = write.mock.calls
    .filter(([buffer]) => (buffer.usage & uniform) === 0)
    .map(([, , data, , size]) => size ?? data.byteLength);
  write.mockRestore();
  return [bytes.reduce((sum, size) => sum + size, 0), result];
}

async function expectRight(network: Network, plan: Plan, batch: number): Promise<void> {
  const random = new Random(3);
  const image = new Float32Array(batch * 19 * 17 * 3).map(() => random.uniform(-1, 1));
  const results = await plan.run({ image });
  const shape = [batch, 19, 17, 3];
  const expected = evaluate(network, { image: { shape, values: Float64Array.from(image) } });
  for (const [name, values] of Object.entries(results)) {
    const reference = expected.get(name)?.values ?? [];
    expect(difference(values, reference, [values.length], { relative: 1e-4 })).toBeUndefined();
  }
}
