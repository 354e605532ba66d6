import {
  allocate,
  boxCrop,
  boxCropParams,
  type Device,
  type Owner,
  owning,
  Recording,
  type Tensor,
  transformPoints,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { templateOf } from '../align/template.ts';
import type { Point } from '../api/face.ts';
import type { KeptBoxes } from '../detect/kept-boxes.ts';
import { pointsOf } from '../gpu/batch.ts';
import { squareSide } from '../gpu/crop-network.ts';
import { dense } from '../gpu/dense.ts';
import type { Stage } from '../gpu/stage.ts';
import { descriptionOf } from '../models/description.ts';
import { createPointNetwork, type PointNetworkOptions } from './point-network.ts';

/** Finds the landmarks of the best faces that a detector kept, as many as there is room for. */
export interface Landmarker extends Stage {
  /** `[capacity, landmarks, 2]`, f32: x and y in pixels of the photo. */
  readonly landmarks: Tensor;
  /** What they are: a name of `landmark/orders.ts`. */
  readonly order: string;
  /** `[1]`, u32: how many of the faces hold something; there may be more than there is room for. */
  readonly live: Tensor;
}

export interface LandmarkerOptions extends PointNetworkOptions {
  readonly kept: KeptBoxes;
  /** `[1]`, u32: the stage writes how many of its faces hold something. */
  readonly live: Tensor;
}

/**
 * Two passes: the first looks at the detector's box, the second at a crop that is aligned by what the
 * first found. The network then sees every face upright and in the same place, which is where it is
 * at its best.
 */
export function createLandmarker(
  device: Device,
  model: Model,
  options: LandmarkerOptions,
): Promise<Landmarker> {
  return owning((owner) => create(owner, device, model, options));
}

async function create(
  owner: Owner,
  device: Device,
  model: Model,
  options: LandmarkerOptions,
): Promise<Landmarker> {
  const { photo, capacity, kept, live } = options;
  const { alignment, order, boxMargin = 1 } = descriptionOf(model, 'landmarker');
  const network = owner.keep(await createPointNetwork(device, model, options));
  const { crops, points } = network;
  const [, count] = points.shape;
  const size = squareSide(network, model);
  const landmarks = dense('landmarks', 'f32', capacity, count, 2);
  const guessed = dense('guessed landmarks', 'f32', capacity, count, 2);
  const settings = () => ({ photo, size, margin: boxMargin, roll: kept.roll });
  const begin = boxCrop({
    boxes: kept.boxes,
    kept: kept.count,
    crops,
    live,
    settings: settings(),
  });
  const collect = (output: Tensor) =>
    transformPoints({ input: points, crops, output, unit: size, live });
  owner.keepBuffers(device, await allocate(device, 'landmarker', [guessed, landmarks]));
  const template = templateOf(alignment, order, size);
  const aligned = createAligner(device, { photo, landmarks: guessed, template, crops, live });
  const aligner = owner.keep(await aligned);
  const begun = owner.keep(await Recording.create(device, 'box crops', [begin]));
  const passInto = async (output: Tensor) => {
    const collecting = await Recording.create(device, output.label, [collect(output)]);
    return [...network.recordings, owner.keep(collecting)];
  };
  const first = await passInto(guessed);
  const second = await passInto(landmarks);
  return {
    name: 'landmark',
    inputs: [kept.boxes, kept.count],
    outputs: [landmarks, live],
    results: [guessed, landmarks],
    landmarks,
    order,
    live,
    recordings: [begun, ...first, ...aligner.recordings, ...second],
    setPhoto() {
      begun.setParams(begin, boxCropParams(settings()));
      network.setPhoto();
      aligner.setPhoto();
    },
    rebind: network.rebind,
    read(batch, face) {
      const [before, after] = [guessed, landmarks].map((tensor) =>
        pointsOf(batch.finiteRow(tensor, face, 'a landmark', model)),
      );
      return { landmarks: after, landmarkShift: shiftOf(before, after) };
    },
    dispose: () => owner.dispose(),
  };
}

/** How far points have moved in the mean, as a share of how far they are spread: the root of their variance. */
function shiftOf(before: readonly Point[], after: readonly Point[]): number {
  const mean = (of: (point: Point, i: number) => number) =>
    after.reduce((sum, point, i) => sum + of(point, i), 0) / after.length;
  const [x, y] = [mean(([x]) => x), mean(([, y]) => y)];
  const spread = mean((point) => Math.hypot(point[0] - x, point[1] - y) ** 2);
  const moved = mean(([x, y], i) => Math.hypot(x - before[i][0], y - before[i][1]));
  return moved / Math.sqrt(spread);
}
