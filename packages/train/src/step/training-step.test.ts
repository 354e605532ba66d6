import { Random, useDevice } from '@facegpu/kernels/testing';
import { GraphBuilder, type Network, toConstant } from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { adam } from '../optimizers/adam.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { sgd } from '../optimizers/sgd.ts';
import { TrainingStep } from './training-step.ts';

/** A line through points: `mean((x·w + b − y)²)`. */
function line(): Network {
  const b = new GraphBuilder();
  const [x, y] = [b.input('x', ['rows', 1]), b.input('y', ['rows', 1])];
  const fitted = b.node('fitted', 'gemm', [x, 'w', 'b']);
  const off = b.node('off', 'sub', [fitted, y]);
  const loss = b.node('loss', 'reduceMean', [b.node('squares', 'mul', [off, off])]);
  const constants = new Map([
    ['w', toConstant([1, 1], [0.5])],
    ['b', toConstant([1], [0])],
  ]);
  return { graph: b.build(loss, fitted), constants };
}

const rows = 7;
const random = new Random(1);
const x = Float32Array.from({ length: rows }, () => random.uniform(-1, 1));
const y = x.map((value) => 3 * value - 2);

/** The loss and the weights after each step, in float64. */
function reference(steps: number, rate: number) {
  let [w, b] = [0.5, 0];
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const off = Array.from(x, (value, i) => w * value + b - y[i]);
    losses.push(off.reduce((sum, each) => sum + each * each, 0) / rows);
    const slope = off.reduce((sum, each, i) => sum + 2 * each * x[i], 0) / rows;
    const lift = off.reduce((sum, each) => sum + 2 * each, 0) / rows;
    w -= rate * slope;
    b -= rate * lift;
  }
  return { losses, w, b };
}

describe('a training step', () => {
  const lane = useDevice();
  const create = (optimizer: Optimizer, meta: object, options = {}) =>
    TrainingStep.create(lane.device(meta), {
      network: line(),
      loss: 'loss',
      optimizer,
      dimensions: { rows },
      ...options,
    });

  it('changes the weights as the reference does', async ({ task }) => {
    const step = await create(sgd(), task.meta);
    const losses: number[] = [];
    for (let i = 0; i < 20; i++) losses.push((await step.run({ x, y }, 0.3)).loss[0]);
    const expected = reference(20, 0.3);
    expect(losses.map((loss, i) => Math.abs(loss - expected.losses[i]) < 1e-5)).not.toContain(
      false,
    );
    const { values } = await step.state();
    expect(values.get('w')?.[0]).toBeCloseTo(expected.w, 5);
    expect(values.get('b')?.[0]).toBeCloseTo(expected.b, 5);
    step.dispose();
  });

  it('finds the line with Adam, and with clipped gradients', async ({ task }) => {
    const step = await create(adam(), task.meta, { clipNorm: 1 });
    let loss = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 400; i++) [loss] = (await step.run({ x, y }, 0.05)).loss;
    expect(loss).toBeLessThan(1e-4);
    step.dispose();
  });

  it('trains only what it is told to', async ({ task }) => {
    const step = await create(sgd(), task.meta, { trained: ['b'] });
    await step.run({ x, y }, 0.3);
    expect([...(await step.state()).values.keys()]).toEqual(['b', 'state of b']);
    step.dispose();
  });

  it('goes on from a state bit for bit', async ({ task }) => {
    const [straight, stopped] = [await create(adam(), task.meta), await create(adam(), task.meta)];
    for (let i = 0; i < 6; i++) await straight.run({ x, y }, 0.1);
    for (let i = 0; i < 3; i++) await stopped.run({ x, y }, 0.1);
    const resumed = await create(adam(), task.meta);
    resumed.restore(await stopped.state());
    for (let i = 0; i < 3; i++) await resumed.run({ x, y }, 0.1);
    expect(await resumed.state()).toEqual(await straight.state());
    for (const step of [straight, stopped, resumed]) step.dispose();
  });

  it('averages the weights, and infers with the average', async ({ task }) => {
    const average = 0.8;
    const step = await create(sgd(), task.meta, { average });
    let [sum, weights] = [0, 0];
    for (let i = 0; i < 5; i++) {
      await step.run({ x, y }, 0.3);
      const { w } = reference(i + 1, 0.3);
      [sum, weights] = [average * sum + w, average * weights + 1];
    }
    expect((await step.inferred.read()).get('w')?.[0]).toBeCloseTo(sum / weights, 5);
    expect((await step.weights.read()).get('w')?.[0]).toBeCloseTo(reference(5, 0.3).w, 5);
    const resumed = await create(sgd(), task.meta, { average });
    resumed.restore(await step.state());
    for (const each of [step, resumed]) await each.run({ x, y }, 0.3);
    expect(await resumed.state()).toEqual(await step.state());
    const plain = await create(sgd(), task.meta);
    expect(plain.inferred).toBe(plain.weights);
    const { step: at, values } = await plain.state();
    expect(() => resumed.restore({ step: at, values })).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
    await expect(create(sgd(), task.meta, { average: 1 })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    for (const each of [step, resumed, plain]) each.dispose();
  });

  it('stops at a loss that is no number', async ({ task }) => {
    const step = await create(sgd(), task.meta);
    await step.run({ x, y }, 0.1);
    await expect(step.run({ x: x.slice().fill(Number.NaN, 0, 1), y }, 0.1)).rejects.toMatchObject({
      code: 'not-finite',
      message: 'the loss "loss" is NaN at step 2',
    });
    step.dispose();
  });

  it.for([
    ['what it is given', (values: Float32Array) => values.fill(Number.NaN, 0, 1), 'x'],
    ['what it computes', (values: Float32Array) => values.fill(1e20, 0, 1), 'squares'],
  ] as const)(
    'finds what was the first not to be finite: %s',
    async ([, spoil, name], { task }) => {
      const step = await create(sgd(), task.meta);
      await step.run({ x, y }, 0.1);
      const before = await step.state();
      await expect(step.run({ x: spoil(x.slice()) }, 0.1)).rejects.toMatchObject({
        code: 'not-finite',
      });
      expect(await step.firstNotFinite(before)).toEqual({ value: name });
      await step.run({ x }, 0.1);
      expect(await step.firstNotFinite(before)).toBeUndefined();
      expect(await step.state()).toEqual(before);
      step.dispose();
    },
  );

  it('refuses a state of another network, and a network without weights', async ({ task }) => {
    const step = await create(sgd(), task.meta);
    expect(() => step.restore({ step: 1, values: new Map() })).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
    await expect(create(sgd(), task.meta, { trained: [] })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    step.dispose();
  });
});
