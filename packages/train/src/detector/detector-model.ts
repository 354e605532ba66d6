import { type ImageNetwork, imageNetwork } from '../course/image-network.ts';
import { fromNothing, serializeNetwork } from '../course/save-network.ts';
import { type HeatmapNetOptions, heatmapNet, probabilityMaps } from '../networks/heatmap-net.ts';
import { convolution } from '../networks/layers.ts';
import type { TrainingState } from '../step/training-step.ts';

/** Pixels of an image to a cell of the maps. */
export const cellPixels = 4;

/** Sides are logarithms of so many pixels. */
export const sizeUnit = 32;

/** Channels of the output beside the heatmap. */
export const channels = { sizes: [0, 1], offsets: [2, 3] } as const;

/** 0.3 million weights. */
const usualNet: HeatmapNetOptions = { stages: [16, 24, 48, 64, 96], blocks: 1, channels: 32 };

/**
 * A detector that draws a heatmap of the centres of faces, and at each cell says how large a face there is, and where
 * between the cells its centre lies (Zhou 2019, "Objects as Points"). Its outputs: heights
 * `[batch, height / 4, width / 4, 1]`, and, see `channels`, `[…, 4]`.
 *
 * @param longest the longer side of the photos that it looks at, a multiple of its smallest stage's share
 * @param seed of the weights that it draws
 */
export function detectorNetwork(
  longest: number,
  seed: number,
  net: HeatmapNetOptions = usualNet,
): ImageNetwork {
  const sizes = { multiple: 2 ** net.stages.length, longest };
  return imageNetwork(sizes, seed, (b, image, running) => {
    const features = heatmapNet(b, image, net, running);
    const boxes = convolution(b, 'boxes', features, { outputs: 4, kernel: 1, gain: 0.2 });
    return [probabilityMaps(b, 'centres', features, 1), boxes.name];
  });
}

/**
 * The bytes of a model file: an ordinary detector, for `FacePipeline.create({ detector })`.
 *
 * @param name what it goes by
 * @param weights those that training has changed, by name
 */
export function serializeDetector(
  model: ImageNetwork,
  name: string,
  weights: TrainingState['values'],
): Uint8Array<ArrayBuffer> {
  return serializeNetwork(model, weights, {
    name,
    task: 'detector',
    description: 'A detector by a heatmap of centres, trained with FaceGPU.',
    ...fromNothing,
    settings: {
      decode: {
        ...{ kind: 'heatmap', axis: 'last', heights: 0 },
        sizes: { output: 1, channels: channels.sizes, unit: sizeUnit, exponential: true },
        offsets: { output: 1, channels: channels.offsets },
      },
    },
  });
}
