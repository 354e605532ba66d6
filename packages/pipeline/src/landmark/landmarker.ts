import {
  allocate,
  type BoxCropSettings,
  boxCrop,
  boxCropParams,
  type Device,
  FaceGpuError,
  type Owner,
  owning,
  Recording,
  Tensor,
  transformPoints,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { type AlignmentSettings, templateOf } from '../align/template.ts';
import type { KeptBoxes } from '../detect/detector.ts';
import { type CropNetworkOptions, createCropNetwork } from '../gpu/crop-network.ts';
import type { Stage } from '../gpu/stage.ts';

/** Side of the square that the first pass looks at, in the longer sides of the detector's box. */
const boxMargin = 1;

/** Room around the template's unit square in the second pass, as a share of its side. */
const refinePadding = 0.35;

/** Finds the landmarks of the faces that a detector kept, as many at a time as there is room for. */
export interface Landmarker extends Stage {
  /** `[capacity, landmarks, 2]`, f32: x and y in pixels of the photo. */
  readonly landmarks: Tensor;
  /** Says which faces to look at, and where the detector saw them. */
  configure(settings: Pick<BoxCropSettings, 'map' | 'first'>): void;
}

export interface LandmarkerOptions extends CropNetworkOptions {
  readonly kept: KeptBoxes;
  /** `[1]`, u32: the stage writes how many of its faces hold something. */
  readonly live: Tensor;
  /** The template that faces are aligned to between the two passes. */
  readonly alignment: AlignmentSettings;
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
  const { photo, capacity, kept, live, alignment } = options;
  const network = owner.keep(await createCropNetwork(device, model, options));
  const { output, points: count } = landmarkSettings(model);
  const { crops, recipe } = network;
  const { size } = recipe;
  const landmarks = new Tensor('landmarks', {
    shape: [capacity, count, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  const settings = (changes?: Pick<BoxCropSettings, 'map' | 'first'>): BoxCropSettings => ({
    map: { x: [1, 0, 0], y: [0, 1, 0] },
    first: 0,
    ...changes,
    photo: { width: photo.width, height: photo.height },
    size,
    margin: boxMargin,
  });
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
  const template = templateOf(alignment, count, size, refinePadding);
  const aligned = createAligner(device, { photo, landmarks, template, crops, live });
  const aligner = owner.keep(await aligned);
  const begun = owner.keep(await Recording.create(device, 'box crops', [begin]));
  const collected = owner.keep(await Recording.create(device, 'landmarks', [collect]));
  const pass = [...network.recordings, collected];
  return {
    landmarks,
    recordings: [begun, ...pass, ...aligner.recordings, ...pass],
    setPhoto(rebind) {
      network.setPhoto(rebind);
      aligner.setPhoto(rebind);
    },
    configure(changes) {
      begun.setParams(begin, boxCropParams(settings(changes)));
    },
    dispose: () => owner.dispose(),
  };
}

/** What a landmark model says of its output: pairs of x and y, in shares of the input's side. */
export function landmarkSettings({ metadata, source }: Model): { output: string; points: number } {
  const { output, points } = metadata.settings;
  if (typeof output === 'string' && typeof points === 'number') return { output, points };
  throw new FaceGpuError(
    'bad-model',
    `${source} doesn't say how many points it finds`,
    'Use a landmark model that was converted with facegpu-convert.',
  );
}
