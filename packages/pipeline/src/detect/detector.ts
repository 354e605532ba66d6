import {
  allocate,
  ConstantTensor,
  type Crop,
  type Device,
  type Dispatch,
  encodeCrop,
  gather,
  type LetterboxOptions,
  letterbox,
  nms,
  nmsParams,
  type Owner,
  owning,
  Recording,
  ssdBoxes,
  Tensor,
  yoloBoxes,
} from '@facegpu/kernels';

import { type Model, valuesOf } from '@facegpu/nn';
import {
  type CropNetwork,
  type CropNetworkOptions,
  createCropNetwork,
} from '../gpu/crop-network.ts';
import type { Stage } from '../gpu/stage.ts';
import { blameModel } from '../models/blame-model.ts';
import { type Decoder, decoderOf } from './decoder.ts';

/** The boxes that were kept, on the GPU, the best first. */
export interface KeptBoxes {
  /** `[1]`, u32. */
  readonly count: Tensor;
  /** `[candidates, 4]`, f32: left, top, right, bottom, as shares of the network's input. */
  readonly boxes: Tensor;
  /** `[candidates]`, f32. */
  readonly scores: Tensor;
}

/** Finds faces: letterbox, network, box decoding and non-maximum suppression, all on the GPU. */
export interface Detector extends Stage {
  /** Side of the network's input in pixels. */
  readonly size: number;
  readonly kept: KeptBoxes;
  /**
   * Says how to look at the photo, and what to keep.
   *
   * @returns the crop: its map takes pixels of the network's input to pixels of the photo
   */
  configure(minScore: number, options: LetterboxOptions): Crop;
}

export function createDetector(
  device: Device,
  model: Model,
  options: Omit<CropNetworkOptions, 'capacity' | 'live'>,
): Promise<Detector> {
  return owning((owner) => create(owner, device, model, options));
}

async function create(
  owner: Owner,
  device: Device,
  model: Model,
  options: Omit<CropNetworkOptions, 'capacity' | 'live'>,
): Promise<Detector> {
  const cropOptions = { ...options, capacity: 1, live: undefined };
  const network = owner.keep(await createCropNetwork(device, model, cropOptions));
  const decoder = decoderOf(model);
  const decoded = await blameModel(model, () => decode(decoder, model, network));
  const { boxes, scores, dispatches } = decoded;
  const candidates = scores.shape[0];
  const kept: KeptBoxes = {
    count: dense('kept count', 'u32', 1),
    boxes: dense('kept boxes', 'f32', candidates, 4),
    scores: dense('kept scores', 'f32', candidates),
  };
  const indices = dense('kept indices', 'u32', candidates);
  const thresholds = (minScore: number) => ({ minScore, iouThreshold: decoder.iouThreshold });
  const suppression = nms({
    boxes,
    scores,
    keptCount: kept.count,
    keptIndices: indices,
    ...thresholds(0),
  });
  const all = [
    ...dispatches,
    ...suppression,
    ...gather({ input: boxes, indices, count: kept.count, output: kept.boxes }),
    ...gather({ input: scores, indices, count: kept.count, output: kept.scores }),
  ];
  const tensors = all.flatMap((dispatch) => [...dispatch.tensors.values()]);
  owner.keepBuffers(device, await allocate(device, 'detector', tensors));
  const recording = owner.keep(await Recording.create(device, 'detector', all));
  return {
    size: network.recipe.size,
    kept,
    recordings: [...network.recordings, recording],
    setPhoto: network.setPhoto,
    configure(minScore, letterboxOptions) {
      const crop = letterbox(options.photo, network.recipe.size, letterboxOptions);
      network.writeCrops(encodeCrop(crop));
      const params = nmsParams(thresholds(minScore));
      for (const dispatch of suppression) recording.setParams(dispatch, params);
      return crop;
    },
    dispose: () => owner.dispose(),
  };
}

/** Every box that the network proposes, with its score. */
function decode(
  decoder: Decoder,
  model: Model,
  { plan }: CropNetwork,
): { boxes: Tensor; scores: Tensor; dispatches: Dispatch[] } {
  if (decoder.kind === 'ssd') {
    const constant = model.constant(decoder.anchors);
    const { shape } = constant;
    const spec = { shape, dtype: 'f32', layout: 'dense' } as const;
    const boxes = dense('boxes', 'f32', shape[0], 4);
    const scores = dense('scores', 'f32', shape[0]);
    const dispatches = ssdBoxes({
      encodings: withoutBatch(plan.output(decoder.encodings)),
      logits: withoutBatch(plan.output(decoder.logits)),
      anchors: new ConstantTensor('anchors', spec, Float32Array.from(valuesOf(constant))),
      scoreIndex: decoder.scoreIndex,
      boxes,
      scores,
    });
    return { boxes, scores, dispatches };
  }
  const cells = withoutBatch(plan.output(decoder.output));
  const count = cells.shape[0] * cells.shape[1] * decoder.anchors.length;
  const boxes = dense('boxes', 'f32', count, 4);
  const scores = dense('scores', 'f32', count);
  const dispatches = yoloBoxes({ cells, anchors: decoder.anchors, boxes, scores });
  return { boxes, scores, dispatches };
}

/** A batch of one, without the axis. */
function withoutBatch(tensor: Tensor): Tensor {
  return tensor.view(tensor.shape.slice(1));
}

function dense(label: string, dtype: 'f32' | 'u32', ...shape: number[]): Tensor {
  return new Tensor(label, { shape, dtype, layout: 'dense' });
}
