import { Random, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { runCourse } from '../course/run-course.ts';
import { marginSoftmax } from '../losses/margin-softmax.ts';
import { batchHardTriplets, semiHardTriplets } from '../losses/triplet.ts';
import { batchNorm } from '../networks/batch-norm.ts';
import { convolution, normalizedRows } from '../networks/layers.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { adam } from '../optimizers/adam.ts';
import { type TrainingState, TrainingStep, type TrainingStepOptions } from './training-step.ts';

const [count, side, width, classes] = [12, 9, 6, 4];
const people = Array.from({ length: count }, (_, i) => Math.floor(i / 3));

/** An embedding of images, and a loss that compares all of them. */
function embedding(kind: 'hard' | 'semi-hard' | 'angles' | 'batch-norm'): TrainingStepOptions {
  const b = new NetworkBuilder(3);
  const image = b.input('image', ['batch', side, side, 3]);
  const owners = b.input('people', [count], 'i32');
  const running = new Map<string, string>();
  let first = convolution(b, 'first', { name: image, channels: 3 }, { outputs: 5, stride: 2 });
  if (kind === 'batch-norm') first = batchNorm(b, 'normal', first, { running });
  const pooled = b.add('globalAveragePool', [b.add('relu', [first.name])]);
  const flat = b.add('reshape', [pooled], { shape: [0, 5] });
  const rows = b.add('gemm', [flat, b.weight('last', [5, width]), b.vector('bias', width)]);
  const shared = { descriptors: normalizedRows(b, rows), people: owners, count };
  const lossOf = () => {
    if (kind === 'hard') return batchHardTriplets(b, shared);
    if (kind !== 'angles') return semiHardTriplets(b, shared);
    const oneHot = b.input('oneHot', [count, classes]);
    const { descriptors } = shared;
    return marginSoftmax(b, { descriptors, dimensions: width, oneHot, classes, kind: 'arcface' });
  };
  const { loss, active } = lossOf();
  return {
    network: b.build(loss, active),
    loss,
    optimizer: adam(),
    dimensions: { batch: count },
    clipNorm: 0.1,
    average: 0.5,
    running,
    microBatch: { axis: 'batch', size: 4, rows },
  };
}

const random = new Random(4);
const images = Float32Array.from({ length: count * side * side * 3 }, () => random.uniform(-1, 1));
const oneHot = people.flatMap((person) =>
  Array.from({ length: classes }, (_, i) => Number(i === person)),
);

describe('a batch in micro-batches', () => {
  const lane = useDevice();

  it.for(['hard', 'semi-hard', 'angles'] as const)(
    'changes the weights as the whole batch does: %s',
    async (kind, { task }) => {
      const { microBatch, ...options } = embedding(kind);
      const trained = async (options: TrainingStepOptions) => {
        const step = await TrainingStep.create(lane.device(task.meta), options);
        const values = { image: images, people, ...(kind === 'angles' && { oneHot }) };
        const reports: number[] = [];
        for (let i = 0; i < 3; i++) {
          for (const [value] of Object.values(await step.run(values, 0.01))) reports.push(value);
        }
        const state = await step.state();
        step.dispose();
        return { reports, state };
      };
      const whole = await trained(options);
      const divided = await trained({ ...options, microBatch });
      expect(divided.reports).toHaveLength(6);
      for (const [i, value] of whole.reports.entries()) {
        expect(Math.abs(divided.reports[i] - value), `report ${i}`).toBeLessThan(1e-5);
      }
      expect(largestOff(whole.state, divided.state)).toBeLessThan(1e-5);
      const begun = await TrainingStep.create(lane.device(task.meta), options);
      expect(largestOff(whole.state, await begun.state())).toBeGreaterThan(0.01);
      begun.dispose();
    },
  );

  it('asks for the rows of each micro-batch, twice', async ({ task }) => {
    const step = await TrainingStep.create(lane.device(task.meta), embedding('hard'));
    const asked: number[] = [];
    await step.run({ image: images, people }, 0.01, (first) => asked.push(first));
    expect(asked).toEqual([0, 4, 8, 0, 4, 8]);
    step.dispose();
  });

  it('says which rows are no numbers', async ({ task }) => {
    const options = embedding('hard');
    const step = await TrainingStep.create(lane.device(task.meta), options);
    const spoilt = (...rows: number[]) => {
      const values = images.slice();
      for (const row of rows) values[row * side * side * 3] = Number.NaN;
      return { image: values, people };
    };
    const before = await step.state();
    await expect(step.run(spoilt(5, 11), 0.01)).rejects.toMatchObject({ code: 'not-finite' });
    const value = options.microBatch?.rows;
    expect(await step.firstNotFinite(before)).toEqual({ value, rows: { bad: [5, 11], count } });
    expect(await step.state()).toEqual(before);
    await step.run({ image: images }, 0.01);
    expect(await step.firstNotFinite(before)).toBeUndefined();

    const course = runCourse({
      training: step,
      length: { steps: 9 },
      rate: 0.01,
      every: 100,
      train: async (number, rate) => {
        await step.run(number === 7 ? spoilt(3, 8) : { image: images }, rate);
      },
      measure: async () => 0,
      scoreOf: (score) => score,
      nameOfRow: (row) => `photo ${row}`,
    });
    await expect(course).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(/at step 7, in 2 of 12 rows of the batch: photo 3, photo 8$/),
    });
    step.dispose();
  });

  it('is refused where rows meet in front of the loss, and where it is uneven', async ({
    task,
  }) => {
    const create = (options: TrainingStepOptions) => {
      return TrainingStep.create(lane.device(task.meta), options);
    };
    await expect(create(embedding('batch-norm'))).rejects.toMatchObject({
      code: 'unsupported-feature',
      message: expect.stringMatching(/^batchNormTraining \(node .+\) mixes the rows of a batch/),
    });
    const options = embedding('hard');
    const { rows } = options.microBatch ?? { rows: '' };
    const divide = (size: number, by = rows, axis = 'batch') => {
      return create({ ...options, microBatch: { axis, size, rows: by } });
    };
    await expect(divide(5)).rejects.toMatchObject({
      code: 'bad-argument',
      fix: 'Give one of 1, 2, 3, 4, 6, 12.',
    });
    await expect(divide(4, options.loss)).rejects.toMatchObject({
      message: expect.stringContaining('has no row of f32 for each of the 12'),
    });
    await expect(divide(4, rows, 'toString')).rejects.toMatchObject({ code: 'bad-argument' });
    const { network } = options;
    const outputs = [...network.graph.outputs, rows];
    const wanting = { ...options, network: { ...network, graph: { ...network.graph, outputs } } };
    await expect(create(wanting)).rejects.toMatchObject({
      message: expect.stringContaining('is wanted of the whole batch'),
    });
  });
});

/** How far the values of two states are apart, at most. */
function largestOff(a: TrainingState, b: TrainingState): number {
  expect([...a.values.keys()]).toEqual([...b.values.keys()]);
  const off = [...a.values].flatMap(([name, values]) => {
    return Array.from(values, (value, i) => Math.abs(value - (b.values.get(name)?.[i] ?? NaN)));
  });
  return Math.max(...off);
}
