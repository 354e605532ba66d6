import type { NetworkWriter } from '../network-writer.ts';
import { faceAlignment } from './alignments.ts';
import type { Architecture } from './architecture.ts';
import { faceMean, image, meanColour } from './input.ts';
import {
  type Channels,
  conv,
  fullyConnected,
  globalAverage,
  pool,
  relu,
  separableConv,
} from './layers.ts';
import { mit, tutorial } from './provenance.ts';

const age = 'age';
const gender = 'gender';
const labels = ['male', 'female'];

const mainBlocks = 2;

/** A small Xception with two fully connected layers side by side. */
export const ageGender: Architecture = {
  name: 'age-gender',
  source: 'age_gender_model',
  task: 'ageGender',
  description: 'The apparent age of a cropped face in years, and how likely each gender label is.',
  licence: `${mit}; trained on UTK, FG-NET, ChaLearn, IMDB-WIKI, CACD and MegaAge, which carry terms of their own`,
  origin: `age_gender_model by Vincent Mühler (${tutorial})`,
  input: meanColour(112, faceMean),
  settings: { age, gender, labels, alignment: faceAlignment },
  write(net) {
    const input = net.input(image, ['batch', 112, 112, 3]);
    let x = relu(net, conv(net, 'entry_flow/conv_in', input, 3, [3, 32], { stride: 2 }));
    x = reductionBlock(net, 'entry_flow/reduction_block_0', x, x, [32, 64]);
    x = reductionBlock(net, 'entry_flow/reduction_block_1', x, relu(net, x), [64, 128]);
    for (let i = 0; i < mainBlocks; i++) x = mainBlock(net, `middle_flow/main_block_${i}`, x);
    x = reductionBlock(net, 'exit_flow/reduction_block', x, relu(net, x), [128, 256]);
    x = relu(net, separableConv(net, 'exit_flow/separable_conv', x, [256, 512]));
    // The source pools with a window as large as the image: the mean of all of it.
    const features = globalAverage(net, x, 512);
    const years = fullyConnected(net, age, features, 'fc/age', [512, 1]);
    const logits = fullyConnected(net, 'logits', features, 'fc/gender', [512, labels.length]);
    return [years, net.node(gender, 'softmax', [logits], { axis: 1 })];
  },
};

/**
 * Halves the image: two separable convolutions and a pool, and a 1×1 convolution as the shortcut.
 *
 * @param input of the shortcut
 * @param activated input of the first separable convolution
 */
function reductionBlock(
  net: NetworkWriter,
  name: string,
  input: string,
  activated: string,
  channels: Channels,
): string {
  const [, width] = channels;
  const first = relu(net, separableConv(net, `${name}/separable_conv0`, activated, channels));
  const second = separableConv(net, `${name}/separable_conv1`, first, [width, width]);
  const pooled = pool(net, `${name}/pool`, 'maxPool', second, 3, { stride: 2 });
  const shortcut = conv(net, `${name}/expansion_conv`, input, 1, channels, { stride: 2 });
  return net.node(`${name}/sum`, 'add', [pooled, shortcut]);
}

/** Adds three separable convolutions of the ReLU of its 128 channels to them. */
function mainBlock(net: NetworkWriter, name: string, input: string): string {
  let x = input;
  for (let i = 0; i < 3; i++) {
    x = separableConv(net, `${name}/separable_conv${i}`, relu(net, x), [128, 128]);
  }
  return net.node(`${name}/sum`, 'add', [input, x]);
}
