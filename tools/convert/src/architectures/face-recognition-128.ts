import type { NetworkWriter } from '../network-writer.ts';
import { chipAlignment } from './alignments.ts';
import type { Architecture } from './architecture.ts';
import { faceMean, image, meanColour } from './input.ts';
import { type Channels, conv2d, globalAverage, pool, relu, type Sliding } from './layers.ts';
import { calibrationSet, mit, tutorial } from './provenance.ts';

const output = 'descriptor';
const dimensions = 128;

/** The residual network of the dlib family: 29 convolutions, then a projection to 128 numbers. */
export const faceRecognition128: Architecture = {
  name: 'face-recognition-128',
  source: 'face_recognition_model',
  task: 'recognizer',
  description: 'Turns an aligned face into 128 numbers: those of one person lie close together.',
  licence: `${mit}; dlib's weights are in the public domain, trained on FaceScrub, VGG-Face and pictures from the web, which carry terms of their own`,
  origin: `face_recognition_model: dlib_face_recognition_resnet_model_v1 by Davis King (${tutorial})`,
  input: meanColour(150, faceMean),
  settings: {
    output,
    dimensions,
    metric: 'euclidean',
    thresholds: [
      { falseMatchRate: 1e-2, distance: 0.6148, pairs: 30_127 },
      { falseMatchRate: 1e-3, distance: 0.5422, pairs: 3012 },
      { falseMatchRate: 1e-4, distance: 0.4742, pairs: 301 },
      { falseMatchRate: 1e-5, distance: 0.4186, pairs: 30 },
      { falseMatchRate: 1e-6, distance: 0.363, pairs: 3, extrapolated: true },
    ],
    measuredOn: calibrationSet,
    alignment: chipAlignment,
  },
  write(net) {
    const input = net.input(image, ['batch', 150, 150, 3]);
    const stem = { stride: 2, padding: 'valid' } as const;
    let x = relu(net, scaledConv(net, 'conv32_down', input, 7, [3, 32], stem));
    x = pool(net, 'pool', 'maxPool', x, 3, { stride: 2, padding: 'valid' });
    x = residuals(net, 'conv32', x, 32, 3);
    x = downBlock(net, 'conv64_down', x, [32, 64]);
    x = residuals(net, 'conv64', x, 64, 3);
    x = downBlock(net, 'conv128_down', x, [64, 128]);
    x = residuals(net, 'conv128', x, 128, 2);
    // Of 8 and 4 pixels, the shortcut makes a row and a column more than the main branch.
    x = downBlock(net, 'conv256_down', x, [128, 256], 1);
    x = residuals(net, 'conv256', x, 256, 2);
    x = downBlock(net, 'conv256_down_out', x, [256, 256], 1);
    const features = globalAverage(net, x, 256);
    return [net.node(output, 'gemm', [features, net.weight('fc', [256, dimensions])])];
  },
};

/** A convolution with bias, then a factor and an offset for each channel. */
function scaledConv(
  net: NetworkWriter,
  name: string,
  input: string,
  kernel: number,
  channels: Channels,
  sliding?: Sliding,
): string {
  const [, width] = channels;
  const weight = net.weight(`${name}/conv/filters`, [kernel, kernel, ...channels]);
  const bias = net.weight(`${name}/conv/bias`, [width]);
  const convolved = conv2d(net, `${name}/conv`, [input, weight, bias], sliding);
  const factor = net.weight(`${name}/scale/weights`, [width]);
  const scaled = net.node(`${name}/scale`, 'mul', [convolved, factor]);
  const offset = net.weight(`${name}/scale/biases`, [width]);
  return net.node(`${name}/offset`, 'add', [scaled, offset]);
}

/** Blocks `NAME_1` … that add two convolutions of their input to it. */
function residuals(
  net: NetworkWriter,
  name: string,
  input: string,
  width: number,
  count: number,
): string {
  let x = input;
  for (let i = 1; i <= count; i++) {
    const block = `${name}_${i}`;
    const inner = relu(net, scaledConv(net, `${block}/conv1`, x, 3, [width, width]));
    const out = scaledConv(net, `${block}/conv2`, inner, 3, [width, width]);
    x = relu(net, net.node(`${block}/sum`, 'add', [x, out]));
  }
  return x;
}

/**
 * A residual block that halves the image. The shortcut is averaged over 2×2 pixels and gets channels
 * of zeros where the block widens.
 *
 * @param missing rows and columns of zeros that the main branch needs to be as large as the shortcut
 */
function downBlock(
  net: NetworkWriter,
  name: string,
  input: string,
  channels: Channels,
  missing = 0,
): string {
  const [narrow, width] = channels;
  let shortcut = pool(net, `${name}/pool`, 'averagePool', input, 2, {
    stride: 2,
    padding: 'valid',
  });
  if (width > narrow) {
    shortcut = padAfter(net, `${name}/widen`, shortcut, [0, 0, 0, width - narrow]);
  }
  const halving = { stride: 2, padding: 'valid' } as const;
  const inner = relu(net, scaledConv(net, `${name}/conv1`, input, 3, channels, halving));
  let out = scaledConv(net, `${name}/conv2`, inner, 3, [width, width]);
  if (missing > 0) out = padAfter(net, `${name}/enlarge`, out, [0, missing, missing, 0]);
  return relu(net, net.node(`${name}/sum`, 'add', [shortcut, out]));
}

function padAfter(net: NetworkWriter, name: string, input: string, after: number[]): string {
  return net.node(name, 'pad', [input], { before: [0, 0, 0, 0], after, value: 0 });
}
