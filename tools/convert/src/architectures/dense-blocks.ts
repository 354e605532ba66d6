import type { NetworkWriter } from '../network-writer.ts';
import { image } from './input.ts';
import { type Channels, conv, globalAverage, relu, separableConv } from './layers.ts';

/**
 * The features of a face, `[batch, channels of the last block]`: dense blocks that each halve the
 * image, then the mean over what is left of it. The input is `[batch, 112, 112, 3]`.
 *
 * @param blocks channels of each block
 * @param layers convolutions in each block
 */
export function denseFeatures(
  net: NetworkWriter,
  blocks: readonly number[],
  layers: number,
): string {
  let x = net.input(image, ['batch', 112, 112, 3]);
  let channels = 3;
  blocks.forEach((width, i) => {
    x = denseBlock(net, `dense${i}`, x, [channels, width], layers, i === 0);
    channels = width;
  });
  // The source pools with a window as large as the image: the mean of all of it.
  return globalAverage(net, x, channels);
}

/**
 * Convolutions that each read the ReLU of the sum of all before. The sums are written as running
 * ones, so that each is one addition to a convolution's result.
 */
function denseBlock(
  net: NetworkWriter,
  name: string,
  input: string,
  channels: Channels,
  layers: number,
  isFirst: boolean,
): string {
  const [, width] = channels;
  const first = `${name}/conv0`;
  const halved = isFirst
    ? conv(net, first, input, 3, channels, { stride: 2 })
    : separableConv(net, first, input, channels, { stride: 2 });
  let sum = relu(net, halved);
  let x = sum;
  for (let i = 1; i < layers; i++) {
    const out = separableConv(net, `${name}/conv${i}`, x, [width, width]);
    sum = net.node(`${name}/sum${i}`, 'add', [sum, out]);
    x = relu(net, sum);
  }
  return x;
}
