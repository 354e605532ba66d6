import type { NetworkWriter } from '../network-writer.ts';

/** Numbers of channels that a layer reads and writes. */
export type Channels = readonly [input: number, output: number];

/** `same` and `valid` as TensorFlow means them, or rows and columns of zeros on every side. */
export type Padding = 'same' | 'valid' | number;

/** How a window slides over an image, alike in both directions. */
export interface Sliding {
  /** 1 unless told. */
  readonly stride?: number;
  /** `same` unless told. */
  readonly padding?: Padding;
}

export interface ConvSliding extends Sliding {
  readonly groups?: number;
}

/**
 * A convolution with weights that are already taken.
 *
 * @param inputs image, weight, and a bias if there is one
 */
export function conv2d(
  net: NetworkWriter,
  name: string,
  inputs: readonly string[],
  { groups = 1, ...sliding }: ConvSliding = {},
): string {
  const attributes = slidingAttributes(sliding);
  return net.node(name, 'conv2d', inputs, groups === 1 ? attributes : { ...attributes, groups });
}

/** A square convolution with bias; its weights are `NAME/filters` and `NAME/bias`. */
export function conv(
  net: NetworkWriter,
  name: string,
  input: string,
  kernel: number,
  channels: Channels,
  sliding?: Sliding,
): string {
  const weight = net.weight(`${name}/filters`, [kernel, kernel, ...channels]);
  const bias = net.weight(`${name}/bias`, [channels[1]]);
  return conv2d(net, name, [input, weight, bias], sliding);
}

/** A 3×3 convolution of each channel by itself, without bias. */
export function depthwiseConv(
  net: NetworkWriter,
  name: string,
  input: string,
  weightName: string,
  channels: number,
  sliding?: Sliding,
): string {
  // TensorFlow writes the output of each channel as a last axis of 1.
  const weight = net.weight(weightName, [3, 3, channels, 1], { shape: [3, 3, 1, channels] });
  return conv2d(net, name, [input, weight], { ...sliding, groups: channels });
}

/**
 * A depthwise 3×3 convolution and a 1×1 one with bias; the weights are `NAME/depthwise_filter`,
 * `NAME/pointwise_filter` and `NAME/bias`.
 */
export function separableConv(
  net: NetworkWriter,
  name: string,
  input: string,
  channels: Channels,
  sliding?: Sliding,
): string {
  const filter = `${name}/depthwise_filter`;
  const depthwise = depthwiseConv(net, `${name}/depthwise`, input, filter, channels[0], sliding);
  const weight = net.weight(`${name}/pointwise_filter`, [1, 1, ...channels]);
  const bias = net.weight(`${name}/bias`, [channels[1]]);
  return conv2d(net, `${name}/pointwise`, [depthwise, weight, bias]);
}

/** `maxPool` or `averagePool` over a square window. */
export function pool(
  net: NetworkWriter,
  name: string,
  operator: 'maxPool' | 'averagePool',
  input: string,
  kernel: number,
  sliding: Sliding,
): string {
  return net.node(name, operator, [input], {
    kernel: [kernel, kernel],
    ...slidingAttributes(sliding),
  });
}

export function relu(net: NetworkWriter, input: string): string {
  return net.node(`${input}/relu`, 'relu', [input]);
}

/** The mean of each channel, as `[batch, channels]`. */
export function globalAverage(net: NetworkWriter, input: string, channels: number): string {
  const average = net.node('average', 'globalAveragePool', [input]);
  return net.node('features', 'reshape', [average], { shape: [0, channels] });
}

/** A fully connected layer with bias; its weights are `PREFIX/weights` and `PREFIX/bias`. */
export function fullyConnected(
  net: NetworkWriter,
  name: string,
  input: string,
  prefix: string,
  channels: Channels,
): string {
  const weight = net.weight(`${prefix}/weights`, channels);
  const bias = net.weight(`${prefix}/bias`, [channels[1]]);
  return net.node(name, 'gemm', [input, weight, bias]);
}

function slidingAttributes({ stride = 1, padding = 'same' }: Sliding) {
  return {
    strides: [stride, stride],
    padding: typeof padding === 'number' ? [padding, padding, padding, padding] : padding,
  } as const;
}
