import { batchNorm, type Running, standardizedByBatch } from './batch-norm.ts';
import type { NetworkBuilder } from './network-builder.ts';

/** Images, and how many channels they have. */
export interface Features {
  readonly name: string;
  readonly channels: number;
}

export interface ConvolutionOptions {
  readonly outputs: number;
  /** Side of the kernel; 3 unless told. */
  readonly kernel?: number;
  /** 1 unless told. */
  readonly stride?: number;
  /** `same` unless told. */
  readonly padding?: 'same' | 'valid';
  /** Channels are in so many groups, each convolved by itself; 1 unless told. */
  readonly groups?: number;
  /** See `NetworkBuilder.weight`; 1 unless told. */
  readonly gain?: number;
  /** Whether it has one: it is lost before a batch-norm. So unless told. */
  readonly bias?: boolean;
}

/** A convolution; with the padding `same` of the size of its input over the stride. */
export function convolution(
  b: NetworkBuilder,
  name: string,
  input: Features,
  options: ConvolutionOptions,
): Features {
  const { outputs, kernel = 3, stride = 1, padding = 'same', groups = 1, gain = 1 } = options;
  const shape = [kernel, kernel, input.channels / groups, outputs];
  const weight = b.weight(`${name} weight`, shape, gain);
  const bias = (options.bias ?? true) ? [b.vector(`${name} bias`, outputs)] : [];
  const convolved = b.add('conv2d', [input.name, weight, ...bias], {
    strides: [stride, stride],
    padding,
    groups,
  });
  return { name: convolved, channels: outputs };
}

/** A convolution of each channel by itself. */
export function depthwise(
  b: NetworkBuilder,
  name: string,
  input: Features,
  options: Omit<ConvolutionOptions, 'outputs' | 'groups'>,
): Features {
  const { channels } = input;
  return convolution(b, name, input, { ...options, outputs: channels, groups: channels });
}

/** What is negative times a slope for each channel (He 2015, PReLU), which is 0.25 at first. */
export function prelu(b: NetworkBuilder, name: string, input: Features): Features {
  const slopes = b.vector(`${name} slopes`, input.channels, 0.25);
  return { ...input, name: b.add('prelu', [input.name, slopes]) };
}

/** A convolution with a batch-norm and a ReLU behind it. */
export function normalizedConvolution(
  b: NetworkBuilder,
  name: string,
  input: Features,
  options: ConvolutionOptions,
  running?: Running,
): Features {
  const convolved = convolution(b, name, input, { ...options, bias: false });
  const { name: normal, channels } = batchNorm(b, name, convolved, { running });
  return { name: b.add('relu', [normal]), channels };
}

/** Two convolutions beside what they add to (He 2016), whose sum begins as that alone (Goyal 2017). */
export function residualBlock(
  b: NetworkBuilder,
  name: string,
  input: Features,
  { outputs, stride = 1 }: { readonly outputs: number; readonly stride?: number },
  running?: Running,
): Features {
  const bare = { outputs, bias: false };
  const first = normalizedConvolution(b, `${name} first`, input, { outputs, stride }, running);
  const second = convolution(b, `${name} second`, first, bare);
  const branch = batchNorm(b, `${name} second`, second, { running, scale: 0 });
  const isSame = stride === 1 && input.channels === outputs;
  const beside = isSame
    ? input
    : batchNorm(
        b,
        `${name} beside`,
        convolution(b, `${name} beside`, input, { ...bare, stride, kernel: 1 }),
        { running },
      );
  const sum = b.add('add', [branch.name, beside.name]);
  return { name: b.add('relu', [sum]), channels: outputs };
}

/**
 * The last layers of a recogniser: standardised features become a descriptor of length 1.
 *
 * @param features images of one pixel
 * @param running for a training by batches: features are standardised by the statistics of each, and those of the
 * network follow, see `standardizedByBatch`. A bias, which could make all descriptors point one way, stays out.
 * @returns the descriptors, `[batch, dimensions]`
 */
export function descriptorRows(
  b: NetworkBuilder,
  features: Features,
  dimensions: number,
  running?: Running,
): string {
  const { channels } = features;
  const name = running ? standardizedByBatch(b, 'feature', features, running) : features.name;
  const rows = b.add('reshape', [name], { shape: [0, channels] });
  const standard = running ? rows : standardizedRows(b, 'feature', { name: rows, channels });
  const weight = b.weight('descriptor weight', [channels, dimensions], Math.SQRT1_2);
  const bias = running ? [] : [b.vector('descriptor bias', dimensions)];
  return normalizedRows(b, b.add('gemm', [standard, weight, ...bias]));
}

/**
 * Rows less a mean, over a deviation, number by number. Both are constants, `NAME mean` and `NAME deviation`, to be
 * set from data before training begins, see `standardizeFeatures`: what faces have in common would else make all
 * descriptors point one way.
 */
export function standardizedRows(b: NetworkBuilder, name: string, rows: Features): string {
  const mean = b.vector(`${name} mean`, rows.channels);
  const deviation = b.vector(`${name} deviation`, rows.channels, 1);
  return b.add('div', [b.add('sub', [rows.name, mean]), deviation]);
}

/** Rows of length 1: each over the root of its squares' sum (and of a little, so that nothing is divided by 0). */
export function normalizedRows(b: NetworkBuilder, rows: string): string {
  const squares = b.add('reduceSumSquare', [rows], { axes: [-1] });
  const length = b.add('sqrt', [b.add('add', [squares, b.scalar(1e-12)])]);
  return b.add('div', [rows, length]);
}
