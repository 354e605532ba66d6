import type { Running } from './batch-norm.ts';
import { descriptorRows, normalizedConvolution, residualBlock } from './layers.ts';
import type { NetworkBuilder } from './network-builder.ts';

export interface ResidualNetOptions {
  /** Channels of the stages; each but the first halves the image. */
  readonly stages: readonly number[];
  /** Residual blocks of a stage. */
  readonly blocks: number;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
}

/**
 * A plain residual net: a convolution that halves the image, stages of residual blocks, the mean over the
 * pixels, and a layer that makes a descriptor of length 1. Batch-norm behind every convolution.
 *
 * @param image `[batch, side, side, 3]`, about −1 to 1
 * @param running see `descriptorRows`; without it nothing is normalised at first
 * @returns the descriptors, `[batch, dimensions]`
 */
export function residualNet(
  b: NetworkBuilder,
  image: string,
  { stages, blocks, dimensions }: ResidualNetOptions,
  running?: Running,
): string {
  const [first] = stages;
  const input = { name: image, channels: 3 };
  let features = normalizedConvolution(b, 'stem', input, { outputs: first, stride: 2 }, running);
  for (const [stage, outputs] of stages.entries()) {
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const name = `stage ${stage + 1} block ${block + 1}`;
      features = residualBlock(b, name, features, { outputs, stride }, running);
    }
  }
  const mean = { ...features, name: b.add('globalAveragePool', [features.name]) };
  return descriptorRows(b, mean, dimensions, running);
}
