import { type Device, type Owner, owning, type Tensor } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { type Alignment, alignmentOf, templateOf } from '../align/template.ts';
import {
  type CropNetwork,
  type CropNetworkOptions,
  createCropNetwork,
} from '../gpu/crop-network.ts';
import type { Stage } from '../gpu/stage.ts';
import { ModelSettings } from '../models/settings.ts';

/** Makes descriptors of faces whose landmarks are known. */
export interface Embedder extends Stage {
  readonly network: CropNetwork;
  /** `[capacity, dimensions]`. */
  readonly descriptors: Tensor;
  /** The same of the chips' mirror images, into the same tensor; to run after the first was read. */
  readonly mirrored: Stage | undefined;
}

export interface EmbedderOptions extends CropNetworkOptions {
  /** `[capacity, landmarks, 2]`, in pixels of the photo. */
  readonly landmarks: Tensor;
  readonly live: Tensor;
  readonly mirror: boolean;
}

export function createEmbedder(
  device: Device,
  model: Model,
  options: EmbedderOptions,
): Promise<Embedder> {
  return owning((owner) => create(owner, device, model, options));
}

async function create(
  owner: Owner,
  device: Device,
  model: Model,
  options: EmbedderOptions,
): Promise<Embedder> {
  const { photo, landmarks, live, mirror } = options;
  const { output, alignment } = embeddingSettings(model);
  const network = owner.keep(await createCropNetwork(device, model, options));
  const { size } = network.recipe;
  const template = templateOf(alignment, landmarks.shape[1], size);
  const aligned = { photo, landmarks, template, crops: network.crops, live };
  const aligner = owner.keep(await createAligner(device, aligned));
  const mirroring = mirror
    ? owner.keep(await createAligner(device, { ...aligned, mirrorWidth: size }))
    : undefined;
  return {
    network,
    descriptors: network.plan.output(output),
    recordings: [...aligner.recordings, ...network.recordings],
    mirrored: mirroring && {
      ...mirroring,
      recordings: [...mirroring.recordings, ...network.recordings],
    },
    setPhoto(rebind) {
      network.setPhoto(rebind);
      aligner.setPhoto(rebind);
      mirroring?.setPhoto(rebind);
    },
    dispose: () => owner.dispose(),
  };
}

/** What a recognition model says of itself. */
export interface EmbeddingSettings {
  /** The output that holds the descriptors. */
  readonly output: string;
  /** Distance below which two faces are taken for one person's. */
  readonly threshold: number;
  /** The template that its chips are aligned to. */
  readonly alignment: Alignment;
}

/** @throws FaceGpuError `bad-model` */
export function embeddingSettings(model: Model): EmbeddingSettings {
  const settings = ModelSettings.of(model, 'a recognition model');
  return {
    output: settings.text('output'),
    threshold: settings.number('threshold'),
    alignment: alignmentOf(settings),
  };
}
