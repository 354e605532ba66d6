import { useDevice } from '@facegpu/kernels/testing';
import { compile, valuesOf } from '@facegpu/nn';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { crossEntropy } from '../losses/margin-softmax.ts';
import { trainingOperators } from '../operators/all.ts';
import { sgd } from '../optimizers/sgd.ts';
import { TrainingStep } from '../step/training-step.ts';
import { fakeChips } from '../testing/fake-chips.ts';
import { batchNorm } from './batch-norm.ts';
import { convolution } from './layers.ts';
import { NetworkBuilder } from './network-builder.ts';

const [batch, side, classes, steps, rate, momentum] = [6, 11, 3, 10, 0.1, 0.8];

/** Two convolutions with batch-norms behind them, the mean, and a layer that tells classes apart. */
function smallNetwork(running?: Map<string, string>) {
  const b = new NetworkBuilder(5);
  const image = b.input('image', [batch, side, side, 3]);
  const normalized = (name: string, input: { name: string; channels: number }, stride: number) => {
    const outputs = input.channels + 2;
    const convolved = convolution(b, name, input, { outputs, stride });
    const { channels, name: normal } = batchNorm(b, name, convolved, { running, momentum });
    return { channels, name: b.add('relu', [normal]) };
  };
  const first = normalized('first', { name: image, channels: 3 }, 2);
  const second = normalized('second', first, 1);
  const mean = b.add('globalAveragePool', [second.name]);
  const rows = b.add('reshape', [mean], { shape: [batch, second.channels] });
  const weights = [b.weight('classes', [second.channels, classes]), b.vector('bias', classes)];
  const logits = b.add('gemm', [rows, ...weights]);
  if (!running) return { network: b.build(logits), loss: '', logits };
  const loss = crossEntropy(b, logits, b.input('oneHot', [batch, classes]));
  return { network: b.build(loss), loss, logits };
}

const chips = fakeChips(classes, batch / classes, side);
const labels = Float32Array.from({ length: batch * classes }, (_, i) => {
  return Number(Math.floor(i / classes / (batch / classes)) === i % classes);
});

/** The same in TensorFlow.js, by its moments: losses, weights with the running statistics, and what these infer. */
async function theirs() {
  const { constants } = smallNetwork(new Map()).network;
  const variables = new Map(
    [...constants].map(([name, constant]) => {
      return [name, tf.variable(tf.tensor([...valuesOf(constant)], [...constant.shape]))];
    }),
  );
  const of = <R extends tf.Rank>(name: string) => variables.get(name) as unknown as tf.Tensor<R>;
  const statistics = new Map<string, { mean: tf.Tensor; variance: tf.Tensor; count: number }>();
  const normalized = (name: string, input: tf.Tensor4D, stride: number) => {
    const convolved = tf.conv2d(input, of<tf.Rank.R4>(`${name} weight`), stride, 'same');
    const x = tf.add(convolved, of(`${name} bias`)) as tf.Tensor4D;
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const count = x.size / x.shape[3];
    statistics.set(name, { mean: tf.keep(mean), variance: tf.keep(variance), count });
    const unit = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
    const scaled = tf.add(tf.mul(unit, of(`${name} scale`)), of(`${name} offset`));
    return tf.relu(scaled) as tf.Tensor4D;
  };
  const image = tf.tensor4d(chips, [batch, side, side, 3]);
  const oneHot = tf.tensor2d(labels, [batch, classes]);
  const lossOf = () => {
    const features = normalized('second', normalized('first', image, 2), 1);
    const rows = tf.mean(features, [1, 2]) as tf.Tensor2D;
    const logits = tf.add(tf.matMul(rows, of<tf.Rank.R2>('classes')), of('bias'));
    return tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar;
  };
  const trained = [...variables].filter(([name]) => !/ (mean|variance)$/.test(name));
  const optimizer = tf.train.sgd(rate);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const list = trained.map(([, variable]) => variable as tf.Variable);
    const loss = optimizer.minimize(lossOf, true, list);
    losses.push(loss ? (await loss.data())[0] : Number.NaN);
    for (const [name, { mean, variance, count }] of statistics) {
      const unbiased = tf.mul(variance, count / (count - 1));
      for (const [kind, value] of Object.entries({ mean, variance: unbiased })) {
        const variable = variables.get(`${name} ${kind}`) as tf.Variable;
        variable.assign(tf.add(tf.mul(variable, momentum), tf.mul(value, 1 - momentum)));
      }
    }
  }
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of variables) {
    weights.set(name, Float32Array.from(await variable.data()));
  }
  const inferred = (name: string, input: tf.Tensor4D, stride: number) => {
    const convolved = tf.conv2d(input, of<tf.Rank.R4>(`${name} weight`), stride, 'same');
    const x = tf.add(convolved, of(`${name} bias`)) as tf.Tensor4D;
    const vector = (kind: string) => of<tf.Rank.R1>(`${name} ${kind}`);
    const [mean, variance, offset] = [vector('mean'), vector('variance'), vector('offset')];
    return tf.relu(tf.batchNorm4d(x, mean, variance, offset, vector('scale'), 1e-5));
  };
  const rows = tf.mean(inferred('second', inferred('first', image, 2), 1), [1, 2]);
  const logits = tf.add(tf.matMul(rows as tf.Tensor2D, of<tf.Rank.R2>('classes')), of('bias'));
  return { losses, weights, logits: Float32Array.from(await logits.data()) };
}

describe('batchNorm', () => {
  const lane = useDevice();
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('trains like that of TensorFlow.js, and infers by what it has learned', async ({ task }) => {
    const device = lane.device(task.meta);
    const running = new Map<string, string>();
    const { network, loss } = smallNetwork(running);
    const step = await TrainingStep.create(device, { network, loss, optimizer: sgd(), running });
    const losses: number[] = [];
    for (let i = 0; i < steps; i++) {
      losses.push((await step.run({ image: chips, oneHot: labels }, rate))[loss][0]);
    }
    const { values } = await step.state();
    const expected = await theirs();
    for (const [i, value] of expected.losses.entries()) {
      expect(Math.abs(losses[i] - value), `loss at step ${i + 1}`).toBeLessThan(1e-5);
    }
    for (const name of ['first mean', 'first variance', 'second mean', 'second variance']) {
      expect(values.has(name), name).toBe(true);
    }
    for (const [name, wanted] of expected.weights) {
      const off = wanted.map((value, i) => Math.abs(value - (values.get(name)?.[i] ?? Number.NaN)));
      if (values.has(name)) expect(Math.max(...off), name).toBeLessThan(1e-4);
    }

    const inference = smallNetwork();
    const inputs = inference.network.graph.inputs;
    const given = [...inference.network.constants].map(([name, { shape, dtype }]) => {
      return { name, shape, dtype };
    });
    const plan = await compile(
      {
        graph: { ...inference.network.graph, inputs: [...inputs, ...given] },
        constants: new Map(),
      },
      device,
      { operators: trainingOperators, given: step.weights.tensors },
    );
    const { [inference.logits]: logits } = await plan.run({ image: chips });
    const off = expected.logits.map((value, i) => Math.abs(value - logits[i]));
    expect(Math.max(...off), 'logits of the inference').toBeLessThan(1e-3);
    plan.dispose();
    step.dispose();
  });
});
