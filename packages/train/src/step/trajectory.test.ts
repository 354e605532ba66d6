import { useDevice } from '@facegpu/kernels/testing';
import { type Constant, valuesOf } from '@facegpu/nn';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy } from '../losses/margin-softmax.ts';
import { convolution } from '../networks/layers.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import { adam } from '../optimizers/adam.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { sgd } from '../optimizers/sgd.ts';
import { fakeChips } from '../testing/fake-chips.ts';
import { TrainingStep } from './training-step.ts';

const [batch, side, classes, steps] = [6, 15, 3, 10];

/** Two convolutions, one with a stride, the mean, and a layer that tells classes apart. */
function smallNetwork() {
  const b = new NetworkBuilder(5);
  const image = b.input('image', [batch, side, side, 3]);
  const oneHot = b.input('oneHot', [batch, classes]);
  const first = convolution(b, 'first', { name: image, channels: 3 }, { outputs: 5, stride: 2 });
  const inner = { ...first, name: b.add('relu', [first.name]) };
  const second = convolution(b, 'second', inner, { outputs: 7 });
  const mean = b.add('globalAveragePool', [b.add('relu', [second.name])]);
  const rows = b.add('reshape', [mean], { shape: [batch, 7] });
  const weights = [b.weight('classes', [7, classes]), b.vector('bias', classes)];
  const loss = crossEntropy(b, b.add('gemm', [rows, ...weights]), oneHot);
  return { network: b.build(loss), loss };
}

/** The same in TensorFlow.js: the loss at each step, and the weights at the end. */
async function theirs(
  constants: ReadonlyMap<string, Constant>,
  optimizer: tf.Optimizer,
  chips: Float32Array,
  labels: Float32Array,
) {
  const variables = new Map(
    [...constants].map(([name, constant]) => {
      return [name, tf.variable(tf.tensor([...valuesOf(constant)], [...constant.shape]))];
    }),
  );
  const of = <R extends tf.Rank>(name: string) => variables.get(name) as unknown as tf.Tensor<R>;
  const image = tf.tensor4d(chips, [batch, side, side, 3]);
  const oneHot = tf.tensor2d(labels, [batch, classes]);
  const lossOf = () => {
    const first = tf.conv2d(image, of<tf.Rank.R4>('first weight'), 2, 'same');
    const inner = tf.relu(tf.add(first, of('first bias'))) as tf.Tensor4D;
    const second = tf.conv2d(inner, of<tf.Rank.R4>('second weight'), 1, 'same');
    const rows = tf.mean(tf.relu(tf.add(second, of('second bias'))), [1, 2]);
    const logits = tf.add(tf.matMul(rows, of<tf.Rank.R2>('classes')), of('bias'));
    return tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar;
  };
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = optimizer.minimize(lossOf, true);
    losses.push(loss ? (await loss.data())[0] : Number.NaN);
  }
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of variables) {
    weights.set(name, Float32Array.from(await variable.data()));
  }
  return { losses, weights };
}

describe('ten steps, beside TensorFlow.js', () => {
  const lane = useDevice();
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  const cases: readonly (readonly [string, Optimizer, () => tf.Optimizer, number])[] = [
    ['SGD', sgd(), () => tf.train.sgd(0.1), 0.1],
    ['momentum', sgd({ momentum: 0.9 }), () => tf.train.momentum(0.05, 0.9), 0.05],
    ['Adam', adam(), () => tf.train.adam(0.01, 0.9, 0.999, 1e-8), 0.01],
  ];
  it.for(cases)('%s', async ([, ours, makeTheirs, rate], { task }) => {
    const { network, loss } = smallNetwork();
    const chips = fakeChips(classes, batch / classes, side);
    const labels = Float32Array.from({ length: batch * classes }, (_, i) => {
      return Number(Math.floor(i / classes / (batch / classes)) === i % classes);
    });
    const device = lane.device(task.meta);
    const step = await TrainingStep.create(device, { network, loss, optimizer: ours });
    const losses: number[] = [];
    for (let i = 0; i < steps; i++) {
      losses.push((await step.run({ image: chips, oneHot: labels }, rate))[loss][0]);
    }
    const expected = await theirs(network.constants, makeTheirs(), chips, labels);
    for (const [i, value] of expected.losses.entries()) {
      expect(Math.abs(losses[i] - value), `loss at step ${i + 1}`).toBeLessThan(1e-5);
    }
    expect(losses[steps - 1]).toBeLessThan(losses[0]);
    const { values } = await step.state();
    for (const [name, wanted] of expected.weights) {
      const off = wanted.map((value, i) => Math.abs(value - (values.get(name)?.[i] ?? Number.NaN)));
      expect(Math.max(...off), name).toBeLessThan(1e-4);
    }
    step.dispose();
  });
});
