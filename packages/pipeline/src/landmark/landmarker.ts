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
  const settings = () => ({ photo, size, margin: boxMargin });
  const begin = boxCrop({
    boxes: kept.boxes,
    kept: kept.count,
    crops,
    live,
    settings: settings(),
  });
  const collect = transformPoints({ input: points, crops, output: landmarks, unit: size, live });
  owner.keepBuffers(device, await allocate(device, 'landmarker', [landmarks]));
  const template = templateOf(alignment, order, size);
  const aligned = createAligner(device, { photo, landmarks, template, crops, live });
  const aligner = owner.keep(await aligned);
  const begun = owner.keep(await Recording.create(device, 'box crops', [begin]));
  const collected = owner.keep(await Recording.create(device, 'landmarks', [collect]));
  const pass = [...network.recordings, collected];
  return {
    name: 'landmark',
    inputs: [kept.boxes, kept.count],
    outputs: [landmarks, live],
    results: [landmarks],
    landmarks,
    order,
    live,
    recordings: [begun, ...pass, ...aligner.recordings, ...pass],
    setPhoto() {
      begun.setParams(begin, boxCropParams(settings()));
      network.setPhoto();
      aligner.setPhoto();
    },
    rebind: network.rebind,
    read: (batch, face) => ({
      landmarks: pointsOf(batch.finiteRow(landmarks, face, 'a landmark', model)),
    }),
    dispose: () => owner.dispose(),
  };
}
