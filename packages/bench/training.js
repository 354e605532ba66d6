// How many steps a second FaceGPU and TensorFlow.js train the very same net: convolutions, ReLU, the mean over
// pixels, a dense layer, cross-entropy, Adam.
//
// node packages/bench/training.js [--rounds COUNT] [--out FILE.md]
//
// All train in turns, in one process, those on WebGPU on one device. Losses must agree before anything is timed.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Device } from '@facegpu/kernels';
import { adam, convolution, crossEntropy, NetworkBuilder, TrainingStep } from '@facegpu/train';

const batch = 16;
const side = 32;
const classes = 10;
const stages = [16, 32, 64];
const rate = 1e-3;
const epsilon = 1e-7;
const warmUp = 3;
/** Milliseconds of a turn, which has three steps at least. */
const turn = 1500;

const { values } = parseArgs({ options: { rounds: { type: 'string' }, out: { type: 'string' } } });
const rounds = Number(values.rounds ?? 5);

const pixels = Float32Array.from({ length: batch * side * side * 3 }, (_, i) => {
  return Math.sin(i * 0.37) + 0.2 * Math.sin(i * i * 0.011);
});
const labels = new Float32Array(batch * classes);
for (let i = 0; i < batch; i++) labels[i * classes + (i % classes)] = 1;

const b = new NetworkBuilder(1);
let features = { name: b.input('image', ['batch', side, side, 3]), channels: 3 };
for (const [i, outputs] of stages.entries()) {
  const convolved = convolution(b, `stage ${i + 1}`, features, { outputs, stride: 2 });
  features = { ...convolved, name: b.add('relu', [convolved.name]) };
}
const rows = b.add('reshape', [b.add('globalAveragePool', [features.name])], {
  shape: [0, features.channels],
});
const weight = b.weight('classes', [features.channels, classes]);
const logits = b.add('gemm', [rows, weight, b.vector('bias', classes)]);
const loss = crossEntropy(b, logits, b.input('oneHot', ['batch', classes]));
const network = b.build(loss);

const require = createRequire(import.meta.url);
const device = await Device.acquire();
/** @type {string[]} why some are left out */
const refusals = [];
const contenders = [await ours()];
for (const backend of ['webgpu', 'cpu', 'wasm']) {
  const found = await theirs(backend);
  if (found) contenders.push(found);
}

const losses = new Map();
for (const { name, step } of contenders) {
  let last = Number.NaN;
  for (let i = 0; i < warmUp; i++) last = await step();
  losses.set(name, last);
  const [first] = losses.values();
  if (!(Math.abs(last - first) < 1e-3))
    throw new Error(`${name} has a loss of ${last}, not ${first}`);
}
const times = new Map(contenders.map(({ name }) => [name, /** @type {number[]} */ ([])]));
for (let round = 0; round < rounds; round++) {
  for (const [i] of contenders.entries()) {
    const { name, step } = contenders[(i + round) % contenders.length];
    const begin = performance.now();
    for (let steps = 0; steps < 3 || performance.now() - begin < turn; steps++) {
      const start = performance.now();
      await step();
      times.get(name)?.push(performance.now() - start);
    }
  }
}

const results = [...times].map(([name, all]) => {
  const sorted = all.sort((a, b) => a - b);
  return { name, median: sorted[Math.floor(sorted.length / 2)], steps: sorted.length };
});
const [{ median: first }] = results;
const lines = results.map(({ name, median, steps }) => {
  const ratio = (median / first).toFixed(1);
  return `| ${name} | ${median.toFixed(1)} | ${(1000 / median).toFixed(1)} | ${ratio} | ${steps} |`;
});
const output = values.out ? ` --out ${values.out}` : '';
const command = `node packages/bench/training.js --rounds ${rounds}${output}`;
const report = `# How fast a step of training is

The same net, weights, images and optimiser: ${stages.length} convolutions of 3×3 with a stride of 2 to ${stages.join(', ')} channels with ReLU on
${side}×${side} pixels, the mean over pixels, a dense layer to ${classes} classes, cross-entropy, Adam; ${batch} images a step, uploaded
and the loss read back in each. After ${warmUp} steps all losses agree within 1e-3. Everyone trains in turns, ${rounds} of
them; medians. FaceGPU and TensorFlow.js on WebGPU share the device: ${device.info.name}.

| | ms a step | steps a second | times FaceGPU's time | steps timed |
| --- | --: | --: | --: | --: |
${lines.join('\n')}

${refusals.join('\n')}
\`${command}\`
`;
console.log(report);
if (values.out) writeFileSync(path.resolve(values.out), report);
process.exit(0);

async function ours() {
  const optimizer = adam({ epsilon });
  const dimensions = { batch };
  const step = await TrainingStep.create(device, { network, loss, optimizer, dimensions });
  return {
    name: 'FaceGPU',
    step: async () => (await step.run({ image: pixels, oneHot: labels }, rate))[loss][0],
  };
}

/** @param {string} backend */
async function theirs(backend) {
  const name = `TensorFlow.js ${backend}`;
  const tf = await tensorflow(backend);
  try {
    // Tried on weights of its own, which are thrown away.
    await trainerOf(tf, backend)();
    return { name, step: trainerOf(tf, backend) };
  } catch (error) {
    refusals.push(`${name} is left out: ${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
}

/**
 * @param {any} tf with its backend set
 * @param {string} backend
 * @returns {() => Promise<number>} a step, which gives the loss before it
 */
function trainerOf(tf, backend) {
  /** @type {Map<string, any>} */
  const variables = new Map();
  for (const [name, { shape, stored }] of network.constants) {
    if (shape.length === 0) continue;
    const numbers = new Float32Array(stored.bytes.slice().buffer);
    variables.set(name, tf.variable(tf.tensor(numbers, shape)));
  }
  const optimizer = tf.train.adam(rate, 0.9, 0.999, epsilon);
  return async () => {
    await tf.setBackend(backend);
    tf.engine().startScope();
    try {
      const image = tf.tensor(pixels, [batch, side, side, 3]);
      const oneHot = tf.tensor(labels, [batch, classes]);
      const lossOf = () => {
        let x = image;
        for (const [i] of stages.entries()) {
          const filter = variables.get(`stage ${i + 1} weight`);
          const convolved = tf.conv2d(x, filter, 2, 'same');
          x = tf.relu(tf.add(convolved, variables.get(`stage ${i + 1} bias`)));
        }
        const dense = tf.matMul(tf.mean(x, [1, 2]), variables.get('classes'));
        return tf.losses.softmaxCrossEntropy(oneHot, tf.add(dense, variables.get('bias')));
      };
      const data = optimizer.minimize(lossOf, true, [...variables.values()]).data();
      // As ours waits: else Dawn would take a core away from a software adapter.
      return (await (backend === 'webgpu' ? device.wait(data) : data))[0];
    } finally {
      tf.engine().endScope();
    }
  };
}

/**
 * TensorFlow.js with a backend.
 *
 * @param {string} backend
 */
async function tensorflow(backend) {
  // In Node it believes in WebGPU only where there is a navigator.gpu.
  Object.assign(globalThis, require('webgpu').globals);
  const navigator = { gpu: {}, userAgent: 'node' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  const tf = require('@tensorflow/tfjs');
  tf.enableProdMode();
  if (backend === 'wasm') require('@tensorflow/tfjs-backend-wasm');
  if (backend === 'webgpu') {
    const { WebGPUBackend } = require('@tensorflow/tfjs-backend-webgpu');
    if (tf.findBackendFactory(backend)) tf.removeBackend(backend);
    tf.registerBackend(backend, () => new WebGPUBackend(device.gpu, device.gpu.adapterInfo));
  }
  await tf.setBackend(backend);
  return tf;
}
