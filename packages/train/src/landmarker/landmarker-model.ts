import { FaceGpuError } from '@facegpu/kernels';
import { markedOrder } from '@facegpu/pipeline/evaluate';
import { type ImageNetwork, imageNetwork } from '../course/image-network.ts';
import { fromNothing, serializeNetwork } from '../course/save-network.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { type HeatmapNetOptions, heatmapNet, probabilityMaps } from '../networks/heatmap-net.ts';
import type { TrainingState } from '../step/training-step.ts';

/** Landmarks that are trained: iBUG's. */
export const landmarkCount = 68;

/** Pixels of an image to a cell of a heatmap. */
export const cellPixels = 4;

/** How a point between the cells is found: with a Gaussian as wide as those that were trained with. */
export const refinement = { kind: 'dark', sigma: 1, radius: 2 } as const;

/** 0.4 million weights, 31 million products for 64 pixels. */
const usualNet: HeatmapNetOptions = { stages: [16, 32, 64, 96], blocks: 1, channels: 96 };

/** The room around the square of dlib's template: enough for jaws of turned heads. */
const alignment = { template: 'dlib-150', padding: 0.35 } as const;

/**
 * The side of the first look in the longer sides of a detector's box: as much as aligned squares show of a face.
 */
const boxMargin = 1.25;

/** How chips are cut for a landmarker of this side: with room for faces to be moved and turned. */
export function landmarkerChips(side: number): ChipSpec {
  return { alignment, size: side, margin: Math.ceil(side / 4) };
}

/**
 * A landmarker that draws a heatmap for each of iBUG's 68 points.
 *
 * @param side of its images, a multiple of 16
 * @param seed of the weights that it draws
 * @throws FaceGpuError `bad-argument`
 */
export function landmarkerNetwork(
  side: number,
  seed: number,
  net: HeatmapNetOptions = usualNet,
): ImageNetwork {
  const multiple = 2 ** net.stages.length;
  if (side % multiple !== 0) {
    throw new FaceGpuError(
      'bad-argument',
      `images of ${side} pixels can't be halved ${net.stages.length} times`,
      `Take a multiple of ${multiple}.`,
    );
  }
  return imageNetwork([[side, side]], seed, (b, image, running) => {
    const features = heatmapNet(b, image, net, running);
    return [probabilityMaps(b, 'maps', features, landmarkCount)];
  });
}

/**
 * The bytes of a model file: an ordinary landmarker, for `FacePipeline.create({ landmarker })`.
 *
 * @param name what it goes by
 * @param weights those that training has changed, by name
 */
export function serializeLandmarker(
  model: ImageNetwork,
  name: string,
  weights: TrainingState['values'],
): Uint8Array<ArrayBuffer> {
  return serializeNetwork(model, weights, {
    name,
    task: 'landmarker',
    description: `A landmarker of ${landmarkCount} heatmaps, trained with FaceGPU.`,
    ...fromNothing,
    settings: {
      order: markedOrder,
      decode: { kind: 'heatmap', axis: 'last', refine: refinement },
      boxMargin,
      alignment,
    },
  });
}
