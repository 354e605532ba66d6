import type { Running } from './batch-norm.ts';
import { convolution, depthwise, descriptorRows, type Features, prelu } from './layers.ts';
import type { NetworkBuilder } from './network-builder.ts';

/** Inverted residuals of one kind, one after the other. */
interface Bottlenecks {
  /** By how many times channels become more inside. */
  readonly expansion: number;
  readonly outputs: number;
  readonly count: number;
  /** Of the first of them. */
  readonly stride: number;
}

export interface MobileNetOptions {
  /** Channels of the first layers. */
  readonly stem: number;
  readonly bottlenecks: readonly Bottlenecks[];
  /** Channels in front of the descriptor. */
  readonly features: number;
  /** Side of what is left of the image there, in pixels: a sixteenth of the chip's. */
  readonly last: number;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
}

/** MobileFaceNet's own table (Chen 2018), for chips of 112 pixels. */
export const mobileFaceNet: MobileNetOptions = {
  stem: 64,
  bottlenecks: [
    { expansion: 2, outputs: 64, count: 5, stride: 2 },
    { expansion: 4, outputs: 128, count: 1, stride: 2 },
    { expansion: 2, outputs: 128, count: 6, stride: 1 },
    { expansion: 4, outputs: 128, count: 1, stride: 2 },
    { expansion: 2, outputs: 128, count: 2, stride: 1 },
  ],
  features: 512,
  last: 7,
  dimensions: 128,
};

/**
 * A net of depthwise convolutions and inverted residuals (Sandler 2018, MobileNetV2), with slopes of what is
 * negative, and at its end a weight for each pixel instead of the mean (Chen 2018, "MobileFaceNets: Efficient CNNs
 * for Accurate Real-Time Face Verification on Mobile Devices"). It has no batch-norm: what is added to an input
 * begins as nothing (Zhang 2019, Fixup).
 *
 * @param image `[batch, side, side, 3]`, about −1 to 1
 * @param running see `descriptorRows`
 * @returns the descriptors, `[batch, dimensions]`
 */
export function mobileNet(
  b: NetworkBuilder,
  image: string,
  options: MobileNetOptions,
  running?: Running,
): string {
  const { stem, bottlenecks, features, last, dimensions } = options;
  const input = { name: image, channels: 3 };
  const first = prelu(b, 'stem', convolution(b, 'stem', input, { outputs: stem, stride: 2 }));
  let x = prelu(b, 'stem depthwise', depthwise(b, 'stem depthwise', first, {}));
  for (const [stage, { expansion, outputs, count, stride }] of bottlenecks.entries()) {
    for (let block = 0; block < count; block++) {
      x = invertedResidual(b, `stage ${stage + 1} block ${block + 1}`, x, {
        inner: x.channels * expansion,
        outputs,
        stride: block === 0 ? stride : 1,
      });
    }
  }
  const wide = convolution(b, 'features', x, { outputs: features, kernel: 1 });
  const pixels = { kernel: last, padding: 'valid', gain: Math.SQRT1_2 } as const;
  const pooled = depthwise(b, 'pixels', prelu(b, 'features', wide), pixels);
  return descriptorRows(b, pooled, dimensions, running);
}

/** Widens, convolves each channel by itself, and narrows without an activation; what fits is added to the input. */
function invertedResidual(
  b: NetworkBuilder,
  name: string,
  input: Features,
  { inner, outputs, stride }: { inner: number; outputs: number; stride: number },
): Features {
  const wide = convolution(b, `${name} widen`, input, { outputs: inner, kernel: 1 });
  const each = depthwise(b, `${name} depthwise`, prelu(b, `${name} widen`, wide), { stride });
  const isSame = stride === 1 && input.channels === outputs;
  const narrow = convolution(b, `${name} narrow`, prelu(b, `${name} depthwise`, each), {
    outputs,
    kernel: 1,
    gain: isSame ? 0 : Math.SQRT1_2,
  });
  return isSame ? { ...narrow, name: b.add('add', [narrow.name, input.name]) } : narrow;
}
