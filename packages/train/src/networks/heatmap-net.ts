import type { Running } from './batch-norm.ts';
import {
  type ConvolutionOptions,
  type Features,
  normalizedConvolution,
  residualBlock,
} from './layers.ts';
import type { NetworkBuilder } from './network-builder.ts';

export interface HeatmapNetOptions {
  /**
   * Channels of the stages of the way down: the first has half the image's side, and each of the others half
   * of the one before. Two at least.
   */
  readonly stages: readonly number[];
  /** Residual blocks of each stage but the first. */
  readonly blocks: number;
  /** Channels of the way up, which ends at a quarter of the image's side. */
  readonly channels: number;
}

/**
 * Features at a quarter of the image's side, for heatmaps to be drawn of: a residual net on the way down (He
 * 2016), and on the way up the sum of what is below, enlarged, and of what lay beside it on the way down (Newell
 * 2016, "Stacked Hourglass Networks"; Lin 2017, "Feature Pyramid Networks"). Batch-norm behind every convolution.
 * The net is fully convolutional: it takes images of any size whose sides are a multiple of its smallest
 * stage's share.
 *
 * @param image `[batch, height, width, 3]`, about −1 to 1
 * @returns features `[batch, height / 4, width / 4, channels]`
 */
export function heatmapNet(
  b: NetworkBuilder,
  image: string,
  { stages: [first, ...stages], blocks, channels }: HeatmapNetOptions,
  running?: Running,
): Features {
  const layer = (name: string, input: Features, options: ConvolutionOptions) => {
    return normalizedConvolution(b, name, input, options, running);
  };
  let features = layer('stem', { name: image, channels: 3 }, { outputs: first, stride: 2 });
  const beside: Features[] = [];
  for (const [stage, outputs] of stages.entries()) {
    for (let block = 0; block < blocks; block++) {
      const name = `stage ${stage + 2} block ${block + 1}`;
      features = residualBlock(
        b,
        name,
        features,
        { outputs, stride: block === 0 ? 2 : 1 },
        running,
      );
    }
    beside.push(features);
  }
  const lateral = (stage: number) => {
    return layer(`lateral ${stage + 2}`, beside[stage], { outputs: channels, kernel: 1 });
  };
  let up = lateral(stages.length - 1);
  for (let stage = stages.length - 2; stage >= 0; stage--) {
    const enlarged = b.add('resize', [up.name], {
      scales: [2, 2],
      interpolation: 'bilinear',
      coordinates: 'half-pixel',
    });
    const sum = b.add('add', [enlarged, lateral(stage).name]);
    up = layer(`up ${stage + 2}`, { name: sum, channels }, { outputs: channels });
  }
  return up;
}

/**
 * Maps from 0 to 1 of features, one for each of what is looked for. They begin near 0, where nearly all of a map is
 * to be (Lin 2017, "Focal Loss for Dense Object Detection").
 */
export function probabilityMaps(
  b: NetworkBuilder,
  name: string,
  { name: features, channels }: Features,
  outputs: number,
): string {
  const weight = b.weight(`${name} weight`, [1, 1, channels, outputs], 0.2);
  const bias = b.vector(`${name} bias`, outputs, -3);
  return b.add('sigmoid', [b.add('conv2d', [features, weight, bias], {})]);
}
