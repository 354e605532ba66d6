import { type Device, FaceGpuError, type Owner, owning, type Tensor } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { alignmentOf, templateOf } from '../align/template.ts';
import {
  type CropNetwork,
  type CropNetworkOptions,
  createCropNetwork,
} from '../gpu/crop-network.ts';
import type { Stage } from '../gpu/stage.ts';

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
  const network = owner.keep(await createCropNetwork(device, model, options));
  const alignment = alignmentOf(model);
  const { size, padding } = alignment;
  const template = templateOf(alignment, landmarks.shape[1], size, padding);
  const aligned = { photo, landmarks, template, crops: network.crops, live };
  const aligner = owner.keep(await createAligner(device, aligned));
  const mirroring = mirror
    ? owner.keep(await createAligner(device, { ...aligned, mirrorWidth: size }))
    : undefined;
  return {
    network,
    descriptors: network.plan.output(embeddingSettings(model).output),
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

/** What a recognition model says of its descriptors. */
export function embeddingSettings({ metadata, source }: Model): {
  output: string;
  threshold: number;
} {
  const { output, threshold } = metadata.settings;
  if (typeof output === 'string' && typeof threshold === 'number') return { output, threshold };
  throw new FaceGpuError(
    'bad-model',
    `${source} doesn't say from which distance on two faces differ`,
    'Use a recognition model that was converted with facegpu-convert.',
  );
}
