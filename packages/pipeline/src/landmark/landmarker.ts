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
import { type Alignment, alignmentOf, templateOf } from '../align/template.ts';
import type { Point } from '../api/face.ts';
import type { KeptBoxes } from '../detect/detector.ts';
import { type CropNetworkOptions, createCropNetwork } from '../gpu/crop-network.ts';
import { dense } from '../gpu/dense.ts';
import type { Stage } from '../gpu/stage.ts';
import { ModelSettings } from '../models/settings.ts';

/** Side of the square that the first pass looks at, in the longer sides of the detector's box. */
const boxMargin = 1;

/** Finds the landmarks of the best faces that a detector kept, as many as there is room for. */
export interface Landmarker extends Stage {
  /** `[capacity, landmarks, 2]`, f32: x and y in pixels of the photo. */
  readonly landmarks: Tensor;
}

export interface LandmarkerOptions extends CropNetworkOptions {
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
  const { output, points: count, alignment } = landmarkSettings(model);
  const network = owner.keep(await createCropNetwork(device, model, options));
  const { crops, recipe } = network;
  const { size } = recipe;
  const landmarks = dense('landmarks', 'f32', capacity, count, 2);
  const settings = () => ({ photo, size, margin: boxMargin });
  const begin = boxCrop({
    boxes: kept.boxes,
    kept: kept.count,
    crops,
    live,
    settings: settings(),
  });
  const collect = transformPoints({
    input: network.plan.output(output).view([capacity, count, 2]),
    crops,
    output: landmarks,
    unit: size,
    live,
  });
  owner.keepBuffers(device, await allocate(device, 'landmarker', [landmarks]));
  const template = templateOf(alignment, count, size);
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
    recordings: [begun, ...pass, ...aligner.recordings, ...pass],
    setPhoto() {
      begun.setParams(begin, boxCropParams(settings()));
      network.setPhoto();
      aligner.setPhoto();
    },
    rebind: network.rebind,
    read(batch, face) {
      const row = batch.finiteRow(landmarks, face, 'a landmark', model);
      return {
        landmarks: Array.from({ length: count }, (_, p): Point => [row[p * 2], row[p * 2 + 1]]),
      };
    },
    dispose: () => owner.dispose(),
  };
}

/** What a landmark model says of itself. */
export interface LandmarkSettings {
  /** The output that holds x and y of each point, in shares of the input's side. */
  readonly output: string;
  readonly points: number;
  /** The template that faces are aligned to between the two passes. */
  readonly alignment: Alignment;
}

/** @throws FaceGpuError `bad-model` */
export function landmarkSettings(model: Model): LandmarkSettings {
  const settings = ModelSettings.of(model, 'a landmark model');
  return {
    output: settings.text('output'),
    points: settings.index('points'),
    alignment: alignmentOf(settings),
  };
}
