import type { Running } from './batch-norm.ts';
import { convolution, descriptorRows, type Features } from './layers.ts';
import type { NetworkBuilder } from './network-builder.ts';

/** Channels of the stages, and their blocks, of which the first halves the image but for the first stage's. */
const stages = [
  { channels: 32, blocks: 3 },
  { channels: 64, blocks: 4 },
  { channels: 128, blocks: 3 },
  { channels: 256, blocks: 3 },
  { channels: 256, blocks: 1 },
] as const;

/**
 * The residual net of dlib's face recognition (King 2017, "High Quality Face Recognition with Deep Metric
 * Learning"): ResNet-34 (He 2016) with fewer layers and half the filters, 29 convolutions and a projection. Where
 * the image is halved, the shortcut is averaged over 2×2 pixels, and new channels of it are zeros. It has no
 * batch-norm: branches that don't halve begin as nothing (Zhang 2019, Fixup).
 *
 * @param image `[batch, 150, 150, 3]`, about −1 to 1
 * @param dimensions numbers of a descriptor
 * @param running see `descriptorRows`
 * @returns the descriptors, `[batch, dimensions]`
 */
export function halfResidualNet(
  b: NetworkBuilder,
  image: string,
  dimensions: number,
  running?: Running,
): string {
  const input = { name: image, channels: 3 };
  const halving = { kernel: 7, stride: 2, padding: 'valid' } as const;
  const stem = convolution(b, 'stem', input, { outputs: stages[0].channels, ...halving });
  const pooled = b.add('maxPool', [b.add('relu', [stem.name])], {
    kernel: [3, 3],
    strides: [2, 2],
    padding: 'valid',
  });
  let x: Features = { ...stem, name: pooled };
  for (const [stage, { channels, blocks }] of stages.entries()) {
    for (let block = 0; block < blocks; block++) {
      const isHalved = stage > 0 && block === 0;
      x = residual(b, `stage ${stage + 1} block ${block + 1}`, x, channels, isHalved);
    }
  }
  const mean = { ...x, name: b.add('globalAveragePool', [x.name]) };
  return descriptorRows(b, mean, dimensions, running);
}

/** Two convolutions beside what they add to. */
function residual(
  b: NetworkBuilder,
  name: string,
  input: Features,
  outputs: number,
  isHalved: boolean,
): Features {
  const stride = isHalved ? 2 : 1;
  const first = convolution(b, `${name} first`, input, { outputs, stride });
  const inner = { ...first, name: b.add('relu', [first.name]) };
  // What widens has to fill new channels: features that are nothing at first can't be standardised.
  const gain = isHalved ? Math.SQRT1_2 : 0;
  const second = convolution(b, `${name} second`, inner, { outputs, gain });
  const beside = isHalved ? halved(b, input, outputs) : input.name;
  return { ...second, name: b.add('relu', [b.add('add', [second.name, beside])]) };
}

/** Means of 2×2 pixels, at the edge of what there is, with channels of zeros behind. */
function halved(b: NetworkBuilder, { name, channels }: Features, outputs: number): string {
  const pooled = b.add('averagePool', [name], {
    kernel: [2, 2],
    strides: [2, 2],
    padding: 'same',
  });
  const more = [0, 0, 0, outputs - channels];
  return outputs > channels
    ? b.add('pad', [pooled], { before: [0, 0, 0, 0], after: more })
    : pooled;
}
