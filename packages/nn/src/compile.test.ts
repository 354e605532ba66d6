import { allocate, type Device, profile, Tensor, uploadTensor } from '@facegpu/kernels';
import { difference, Random, roundTo, starveEach, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';
import { GraphBuilder } from './ir/builder.ts';
import { toConstant } from './ir/constant.ts';
import type { Network } from './ir/graph.ts';
import { allOperators } from './operators/all.ts';
import { evaluate } from './testing/evaluate.ts';
import { sampleNetwork } from './testing/networks.ts';
import type { Operand } from './testing/reference.ts';

const operators = allOperators;

describe('compile', () => {
  const lane = useDevice();

  for (const [precision, batch, passes] of [
    ['f32', 1, undefined],
    ['f32', 3, undefined],
    ['f32', 2, []],
    ['f16', 2, undefined],
  ] as const) {
    it(`computes what the references do: ${precision}, batch ${batch}, ${passes ? 'no' : 'all'} passes`, async ({
      task,
      skip,
    }) => {
      const device = lane.device(task.meta);
      if (precision === 'f16' && !device.has('shader-f16')) skip('the adapter lacks shader-f16');
      const network = sampleNetwork();
      const image = roundTo(randomImage(batch), precision);
      const dimensions = { batch };
      const options = { operators, dimensions, precision, ...(passes && { passes }) };
      const plan = await compile(network, device, options);
      const results = await plan.run({ image });
      const shape = [batch, 19, 17, 3];
      const expected = evaluate(network, { image: { shape, values: image } });
      for (const [name, values] of Object.entries(results)) {
        const reference = expected.get(name) as Operand;
        const relative = precision === 'f16' ? 2e-2 : 1e-4;
        expect(difference(values, reference.values, reference.shape, { relative })).toBeUndefined();
      }
      expect(Object.keys(results)).toEqual(['softmax', 'gated', 'dense']);
      plan.dispose();
    });
  }

  it('fuses the sample into fewer dispatches', async ({ task }) => {
    const device = lane.device(task.meta);
    const dimensions = { batch: 1 };
    const plain = await compile(sampleNetwork(), device, { operators, dimensions, passes: [] });
    const fused = await compile(sampleNetwork(), device, { operators, dimensions });
    expect(fused.recording.length).toBeLessThan(plain.recording.length - 4);
    plain.dispose();
    fused.dispose();
  });

  it('skips images beyond the live batch', async ({ task }) => {
    const device = lane.device(task.meta);
    const live = new Tensor('live', { shape: [1], dtype: 'u32', layout: 'dense' });
    const [buffer] = await allocate(device, 'test', [live]);
    uploadTensor(device, live, Uint32Array.of(2));
    const b = new GraphBuilder();
    const conv = b.node('conv', 'conv2d', [b.input('x', ['batch', 2, 2, 4]), 'w']);
    const values = Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
    const identity: Network = {
      graph: b.build(conv),
      constants: new Map([['w', toConstant([1, 1, 4, 4], values)]]),
    };
    const plan = await compile(identity, device, { operators, dimensions: { batch: 4 }, live });
    const x = Float32Array.from({ length: 64 }, (_, i) => i + 1);
    const { conv: result } = await plan.run({ x });
    expect([...result.subarray(0, 32)]).toEqual([...x.subarray(0, 32)]);
    expect([...result.subarray(32)]).toEqual(Array(32).fill(0));
    plan.dispose();
    device.freeBuffer(buffer);
  });

  it('refuses a live batch where the graph mixes images', async ({ task }) => {
    const device = lane.device(task.meta);
    const live = new Tensor('live', { shape: [1], dtype: 'u32', layout: 'dense' });
    const b = new GraphBuilder();
    const x = b.input('x', ['batch', 5]);
    const graph = b.build(b.node('turned', 'transpose', [x], { permutation: [1, 0] }));
    const network = { graph, constants: new Map() };
    const promise = compile(network, device, { operators, dimensions: { batch: 2 }, live });
    await expect(promise).rejects.toMatchObject({
      code: 'unsupported-op',
      message: 'transpose mixes the images of a batch (node "turned")',
    });
  });

  it('frees everything where a buffer finds no memory', async ({ task }) => {
    const device = lane.device(task.meta);
    const image = randomImage(1);
    const options = { operators, dimensions: { batch: 1 } };
    const plan = await starveEach(device, () => compile(sampleNetwork(), device, options));
    const { buffers } = device.memory;
    expect(buffers).toBeGreaterThan(4);
    const results = await plan.run({ image });
    plan.dispose();
    expect(device.memory.buffers).toBe(0);
    const another = await compile(sampleNetwork(), device, options);
    expect(await another.run({ image })).toEqual(results);
    another.dispose();
  });

  it('says which value has no room, before it makes anything', async ({ task }) => {
    const device = lane.device(task.meta);
    const b = new GraphBuilder();
    const graph = b.build(b.node('y', 'relu', [b.input('x', ['batch', 64, 64, 4])]));
    const network = { graph, constants: new Map() };
    const refuse = async (batch: number, message: string) => {
      const compiling = compile(network, device, { operators, dimensions: { batch } });
      await expect(compiling).rejects.toMatchObject({
        code: 'out-of-memory',
        message: expect.stringContaining(message),
      });
      expect(device.memory.buffers).toBe(0);
    };
    const limit = device.largestBinding;
    const batch = Math.floor(limit / 65536) + 1;
    const bytes = `needs ${batch * 65536} bytes, and the adapter allows ${limit} a binding`;
    await refuse(batch, `plan: the tensor x [${batch}, 64, 64, 4] ${bytes}`);
    await refuse(2 ** 40, `input "x" would be [${2 ** 40}, 64, 64, 4]`);
  });

  it('says what is missing', async ({ task }) => {
    const device = lane.device(task.meta);
    const b = new GraphBuilder();
    const x = b.input('x', ['batch', 2, 2, 4]);
    const relu = b.node('relu', 'relu', [x]);
    const network = { graph: b.build(b.node('conv', 'softmax', [relu])), constants: new Map() };
    await expect(compile(network, device, { operators })).rejects.toMatchObject({
      code: 'bad-argument',
      message: 'the axis "batch" of input "x" has no size',
    });
    const { conv2d } = allOperators;
    const few = compile(network, device, { operators: { conv2d }, dimensions: { batch: 1 } });
    await expect(few).rejects.toMatchObject({ code: 'unsupported-op' });
  });
});

describe('a plan', () => {
  const lane = useDevice();
  const dimensions = { batch: 1 };

  it('runs with one submit, and makes nothing', async ({ task }) => {
    const device = lane.device(task.meta);
    const plan = await compile(sampleNetwork(), device, { operators, dimensions });
    const image = randomImage(1);
    await plan.run({ image });
    const calls = countCalls(device);
    for (let i = 0; i < 3; i++) await plan.run({ image });
    calls.restore();
    const made = Object.keys(calls.counts).filter((name) => name.startsWith('create'));
    expect(made).toEqual(['createCommandEncoder']);
    expect(calls.counts.createCommandEncoder).toBe(3);
    expect(calls.counts.submit).toBe(3);
    plan.dispose();
  });

  it('leaves nothing behind', async ({ task }) => {
    const device = lane.device(task.meta);
    const before = device.memory;
    const b = new GraphBuilder();
    const graph = b.build(b.node('relu', 'relu', [b.input('x', [4])]));
    const plan = await compile({ graph, constants: new Map() }, device, { operators });
    const during = device.memory;
    for (let i = 0; i < 10_000; i++) await plan.run({ x: [1, -1, i, -i] });
    expect(device.memory).toEqual(during);
    plan.dispose();
    expect(device.memory).toEqual(before);
  });

  it('lets calls wait for one another', async ({ task }) => {
    const device = lane.device(task.meta);
    const b = new GraphBuilder();
    const graph = b.build(b.node('relu', 'relu', [b.input('x', [1])]));
    const plan = await compile({ graph, constants: new Map() }, device, { operators });
    const results = await Promise.all([3, 1, 2].map((x) => plan.run({ x: [x] })));
    expect(results.map(({ relu }) => relu[0])).toEqual([3, 1, 2]);
    plan.dispose();
    await expect(plan.run({ x: [1] })).rejects.toMatchObject({ code: 'disposed' });
  });

  it('names inputs that it does not have', async ({ task }) => {
    const plan = await compile(sampleNetwork(), lane.device(task.meta), { operators, dimensions });
    await expect(plan.run({ picture: [] })).rejects.toMatchObject({
      code: 'bad-argument',
      fix: 'It has: image.',
    });
    await expect(plan.run({ image: [1, 2] })).rejects.toMatchObject({ code: 'shape-mismatch' });
    plan.dispose();
  });

  it('measures each dispatch', async ({ task, skip }) => {
    const device = lane.device(task.meta);
    if (!device.has('timestamp-query')) skip('the adapter lacks timestamp-query');
    const options = { operators, dimensions, imageLayout: 'nhwc4' } as const;
    const plan = await compile(sampleNetwork(), device, options);
    const timings = await profile(device, plan.recording);
    expect(timings).toHaveLength(plan.recording.length);
    expect(timings[0]).toMatchObject({ label: 'stem' });
    expect(timings.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
    plan.dispose();
  });
});

function randomImage(batch: number): Float64Array {
  const random = new Random(7);
  return Float64Array.from({ length: batch * 19 * 17 * 3 }, () => random.uniform(-1, 1));
}

/** Counts the calls of a device's methods, and of its queue's, until `restore`. */
function countCalls({ gpu }: Device): { counts: Record<string, number>; restore(): void } {
  const counts: Record<string, number> = {};
  const undo: (() => void)[] = [];
  for (const target of [gpu, gpu.queue]) {
    const methods = target as unknown as Record<string, unknown>;
    for (let level = target as object; level !== Object.prototype; ) {
      for (const name of Object.getOwnPropertyNames(level)) {
        const getter = Object.getOwnPropertyDescriptor(level, name);
        if (name === 'constructor' || typeof getter?.value !== 'function') continue;
        const original = getter.value as (...args: unknown[]) => unknown;
        methods[name] = (...args: unknown[]) => {
          counts[name] = (counts[name] ?? 0) + 1;
          return original.apply(target, args);
        };
        undo.push(() => delete methods[name]);
      }
      level = Object.getPrototypeOf(level) as object;
    }
  }
  return { counts, restore: () => undo.forEach((step) => void step()) };
}
