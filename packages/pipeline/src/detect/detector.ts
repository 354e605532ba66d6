import {
  type Affine,
  allocate,
  ConstantTensor,
  type Crop,
  cropTensor,
  type Device,
  elementCount,
  encodeCrop,
  gather,
  type LetterboxOptions,
  letterbox,
  nms,
  nmsParams,
  type Owner,
  owning,
  Recording,
  type Size,
  type Tensor,
  transformPoints,
  uploadRows,
  uploadTensor,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import type { Point } from '../api/face.ts';
import type { Batch } from '../gpu/batch.ts';
import { type CropNetworkOptions, createCropNetwork } from '../gpu/crop-network.ts';
import { dense } from '../gpu/dense.ts';
import type { Stage } from '../gpu/stage.ts';
import { blameModel } from '../models/blame-model.ts';
import { decoderOf } from '../models/decode.ts';
import { descriptionOf } from '../models/description.ts';
import { type OutputName, outputNameOf } from '../models/output-name.ts';
import type { FoundFace } from '../program/program.ts';
import type { BoxDecoders } from './decoders/decoder.ts';

/** The boxes that were kept, on the GPU, the best first. */
export interface KeptBoxes {
  /** `[1]`, u32. */
  readonly count: Tensor;
  /** `[candidates, 4]`, f32: left, top, right, bottom, in pixels of the photo. */
  readonly boxes: Tensor;
  /** `[candidates]`, f32. */
  readonly scores: Tensor;
  /** `[candidates, points, 2]`, f32: x and y in pixels of the photo, where the detector has some. */
  readonly keypoints: Tensor | undefined;
}

/** Finds faces: letterbox, network, box decoding and non-maximum suppression, all on the GPU. */
export interface Detector extends Stage {
  /** Of the network's input, in pixels. */
  readonly size: Size;
  readonly kept: KeptBoxes;
  /**
   * Says how to look at the photo, and what to keep.
   *
   * @param map takes shares of the network's input to the pixels that boxes are counted in; to those of
   * the photo where left out
   */
  configure(minScore: number, options: LetterboxOptions, map?: Affine): void;
  /**
   * How many boxes were kept.
   *
   * @throws FaceGpuError `bad-model` where there are none because scores are not finite
   */
  count(batch: Batch): number;
  read(batch: Batch, face: number): Pick<FoundFace, 'box' | 'score' | 'keypoints'>;
  /** Puts boxes in the place of those that were kept: edges of each, in pixels of the photo. */
  put(boxes: Float32Array<ArrayBuffer>): void;
}

export interface DetectorOptions extends Omit<CropNetworkOptions, 'capacity' | 'live'> {
  readonly decoders: BoxDecoders;
}

export function createDetector(
  device: Device,
  model: Model,
  options: DetectorOptions,
): Promise<Detector> {
  return owning((owner) => create(owner, device, model, options));
}

async function create(
  owner: Owner,
  device: Device,
  model: Model,
  options: DetectorOptions,
): Promise<Detector> {
  const { input, decode } = descriptionOf(model, 'detector');
  const decoder = decoderOf(decode, options.decoders, model.source);
  const { iouThreshold } = decoder;
  const cropOptions = { ...options, capacity: 1, live: undefined };
  const network = owner.keep(await createCropNetwork(device, model, input, cropOptions));
  const { size } = network;
  const output = (name: OutputName) => {
    return withoutBatch(network.plan.output(outputNameOf(model, name)));
  };
  const proposed = await blameModel(model, () => decoder.decode({ model, size, output }));
  const { boxes, scores, keypoints } = proposed;
  const candidates = scores.shape[0];

  const count = dense('kept count', 'u32', 1);
  const indices = dense('kept indices', 'u32', candidates);
  const thresholds = (minScore: number) => ({ minScore, iouThreshold });
  const keeping = { boxes, scores, keptCount: count, keptIndices: indices };
  const suppression = nms({ ...keeping, ...thresholds(0) });
  /** One crop of one pixel, which is the network's whole input. */
  const unit = cropTensor('unit', 1);
  const one = new ConstantTensor('one', count, Uint32Array.of(1));
  const all = [...proposed.dispatches, ...suppression];
  const keep = (label: string, input: Tensor): Tensor => {
    const kept = dense(label, 'f32', ...input.shape);
    all.push(...gather({ input, indices, count, output: kept }));
    return kept;
  };
  /** Coordinates in pixels of the photo. */
  const place = (label: string, input: Tensor): Tensor => {
    const placed = dense(label, 'f32', ...input.shape);
    const [from, to] = [keep(`${label} in the input`, input), placed].map(asPoints);
    all.push(transformPoints({ input: from, crops: unit, output: to, unit: 1, live: one }));
    return placed;
  };
  const kept: KeptBoxes = {
    count,
    boxes: place('kept boxes', boxes),
    scores: keep('kept scores', scores),
    keypoints: keypoints && place('kept keypoints', keypoints),
  };
  const tensors = all.flatMap((dispatch) => [...dispatch.tensors.values()]);
  owner.keepBuffers(device, await allocate(device, 'detector', tensors));
  const recording = owner.keep(await Recording.create(device, 'detector', all));
  const found = kept.keypoints ? [kept.keypoints] : [];
  return {
    name: 'detect',
    inputs: [],
    outputs: [kept.count, kept.boxes, kept.scores],
    results: [kept.count, kept.boxes, kept.scores, scores, ...found],
    size,
    kept,
    recordings: [...network.recordings, recording],
    setPhoto: network.setPhoto,
    rebind: network.rebind,
    configure(minScore, letterboxOptions, map) {
      const crop = letterbox(options.photo, size, { fit: input.fit, ...letterboxOptions });
      network.writeCrops(encodeCrop(crop));
      uploadTensor(
        device,
        unit,
        Float32Array.from(encodeCrop({ ...crop, map: map ?? unitMap(crop, size) })),
      );
      const params = nmsParams(thresholds(minScore));
      for (const dispatch of suppression) recording.setParams(dispatch, params);
    },
    count(batch) {
      const [kept] = batch.values(count);
      // NaN is above no threshold, and would pass for a photo of nobody.
      if (kept === 0) batch.requireFinite(batch.values(scores), 'a score', model);
      return kept;
    },
    put(edges) {
      uploadRows(device, kept.boxes, edges);
      uploadTensor(device, count, Uint32Array.of(edges.length / 4));
    },
    read(batch, face) {
      const [left, top, right, bottom] = batch.finiteRow(kept.boxes, face, 'a box', model);
      const [score] = batch.finiteRow(kept.scores, face, 'a score', model);
      const box = { x: left, y: top, width: right - left, height: bottom - top };
      const [points] = found.map((tensor) => batch.finiteRow(tensor, face, 'a keypoint', model));
      return { box, score, ...(points && { keypoints: pairsOf(points) }) };
    },
    dispose: () => owner.dispose(),
  };
}

/** A batch of one, without the axis. */
function withoutBatch(tensor: Tensor): Tensor {
  return tensor.view(tensor.shape.slice(1));
}

/** Points of numbers that are x and y in turn. */
function pairsOf(numbers: ArrayLike<number>): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

/** Pairs of coordinates, all of one crop. */
function asPoints(tensor: Tensor): Tensor {
  return tensor.view([1, elementCount(tensor.shape) / 2, 2]);
}

/** From shares of the network's input to pixels of the photo. */
function unitMap({ map }: Crop, { width, height }: Size): Affine {
  return {
    x: [map.x[0] * width, map.x[1] * height, map.x[2]],
    y: [map.y[0] * width, map.y[1] * height, map.y[2]],
  };
}
