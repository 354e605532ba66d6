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
  rolledSize,
  rotation,
  type Size,
  type Tensor,
  transformPoints,
  uploadTensor,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import type { Box, Point } from '../api/face.ts';
import { type Batch, pointsOf } from '../gpu/batch.ts';
import { type CropNetworkOptions, createCropNetwork } from '../gpu/crop-network.ts';
import { dense } from '../gpu/dense.ts';
import type { Stage } from '../gpu/stage.ts';
import { blameModel } from '../models/blame-model.ts';
import { decoderOf } from '../models/decode.ts';
import { descriptionOf } from '../models/description.ts';
import { type OutputName, outputNameOf } from '../models/output-name.ts';
import type { FoundFace } from '../program/program.ts';
import type { BoxDecoders } from './decoders/decoder.ts';
import type { KeptBoxes, MakeRoom } from './kept-boxes.ts';

/** Which boxes are kept. */
export interface WantedBoxes {
  /** Those with a score above this. */
  readonly minScore: number;
  /** Those that are at least this wide and high, in pixels of the photo. */
  readonly minSize: number;
  /** How much a box may overlap a better one; as the decoder says where left out. */
  readonly iouThreshold: number | undefined;
  /** How many at most, the best ones. */
  readonly limit: number;
}

/**
 * Finds faces in photos that are brought to one size: letterbox, network, box decoding and non-maximum
 * suppression, all on the GPU.
 */
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
  configure(wanted: WantedBoxes, options: LetterboxOptions, map?: Affine): void;
  /**
   * How many boxes were kept.
   *
   * @throws FaceGpuError `bad-model` where there are none because scores are not finite
   */
  count(batch: Batch): number;
  /**
   * One of the boxes that have a row.
   *
   * @param roll that {@link configure} was told
   */
  read(batch: Batch, face: number, roll?: number): Pick<FoundFace, 'box' | 'score' | 'keypoints'>;
}

export interface DetectorOptions extends Omit<CropNetworkOptions, 'capacity' | 'live'> {
  readonly decoders: BoxDecoders;
  /** Where the boxes go; what it makes is its own. */
  readonly room: MakeRoom;
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
  const decoder = await decoderOf(decode, options.decoders, model.source);
  const cropOptions = { ...options, capacity: 1, live: undefined };
  const network = owner.keep(await createCropNetwork(device, model, input, cropOptions));
  const { size } = network;
  const output = (name: OutputName) => {
    return withoutBatch(network.plan.output(outputNameOf(model, name)));
  };
  const proposed = await blameModel(model, () => decoder.decode({ model, size, output }));
  const { boxes, scores, keypoints } = proposed;
  const candidates = scores.shape[0];

  const kept = await options.room(candidates, keypoints?.shape[1]);
  const { count } = kept;
  const rows = Math.min(candidates, kept.scores.shape[0]);
  const indices = dense('kept indices', 'u32', candidates);
  const keeping = { boxes, scores, keptCount: count, keptIndices: indices };
  const suppression = nms({
    ...keeping,
    minScore: 0,
    iouThreshold: decoder.iouThreshold,
  });
  /** One crop of one pixel, which is the network's whole input. */
  const unit = cropTensor('unit', 1);
  const one = new ConstantTensor('one', count, Uint32Array.of(1));
  const all = [...proposed.dispatches, ...suppression];
  const first = indices.view([rows]);
  const keep = (input: Tensor, output: Tensor): void => {
    all.push(...gather({ input, indices: first, count, output: firstRows(output, rows) }));
  };
  /** Coordinates in pixels of the photo. */
  const place = (input: Tensor, output: Tensor): void => {
    const [, ...row] = input.shape;
    const own = dense(`${output.label} in the input`, 'f32', rows, ...row);
    keep(input, own);
    const [from, to] = [own, firstRows(output, rows)].map(asPoints);
    all.push(transformPoints({ input: from, crops: unit, output: to, unit: 1, live: one }));
  };
  place(boxes, kept.boxes);
  keep(scores, kept.scores);
  if (keypoints && kept.keypoints) place(keypoints, kept.keypoints);
  const tensors = all.flatMap((dispatch) => [...dispatch.tensors.values()]);
  owner.keepBuffers(device, await allocate(device, 'detector', tensors));
  const recording = owner.keep(await Recording.create(device, 'detector', all));
  const found = kept.keypoints ? [kept.keypoints] : [];
  return {
    name: 'detect',
    inputs: [],
    outputs: [kept.count, kept.boxes, kept.scores, ...found],
    results: [kept.count, kept.boxes, kept.scores, scores, ...found],
    size,
    kept,
    recordings: [...network.recordings, recording],
    setPhoto: network.setPhoto,
    rebind: network.rebind,
    configure(wanted, letterboxOptions, map) {
      kept.roll = letterboxOptions.roll ?? 0;
      const crop = letterbox(options.photo, size, { fit: input.fit, ...letterboxOptions });
      const toPhoto = unitMap(crop, size);
      network.writeCrops(encodeCrop(crop));
      uploadTensor(device, unit, Float32Array.from(encodeCrop({ ...crop, map: map ?? toPhoto })));
      const { minSize, iouThreshold = decoder.iouThreshold } = wanted;
      const params = nmsParams({
        ...wanted,
        iouThreshold,
        minSize: {
          width: minSize / Math.hypot(toPhoto.x[0], toPhoto.y[0]),
          height: minSize / Math.hypot(toPhoto.x[1], toPhoto.y[1]),
        },
      });
      for (const dispatch of suppression) recording.setParams(dispatch, params);
    },
    count(batch) {
      const [kept] = batch.values(count);
      // NaN is above no threshold, and would pass for a photo of nobody.
      if (kept === 0) batch.requireFinite(batch.values(scores), 'a score', model);
      return kept;
    },
    read(batch, face, roll = 0) {
      const [left, top, right, bottom] = batch.finiteRow(kept.boxes, face, 'a box', model);
      const [confidence] = batch.finiteRow(kept.scores, face, 'a score', model);
      // Heatmaps that were trained to be near 1 go beyond it.
      const score = Math.min(confidence, 1);
      const box = boxBetween([left, top], [right, bottom], roll);
      const [points] = found.map((tensor) => batch.finiteRow(tensor, face, 'a keypoint', model));
      return { box, score, ...(points && { keypoints: pointsOf(points) }) };
    },
    dispose: () => owner.dispose(),
  };
}

/** The first rows of a tensor. */
function firstRows(tensor: Tensor, rows: number): Tensor {
  return tensor.view([rows, ...tensor.shape.slice(1)]);
}

/** The upright box around one that is rolled, by two opposite corners of it. */
function boxBetween([left, top]: Point, [right, bottom]: Point, roll: number): Box {
  if (roll === 0) return { x: left, y: top, width: right - left, height: bottom - top };
  const { cos, sin } = rotation(roll);
  const [dx, dy] = [right - left, bottom - top];
  const own = { width: Math.abs(cos * dx + sin * dy), height: Math.abs(cos * dy - sin * dx) };
  const { width, height } = rolledSize(own, roll);
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
}

/** A batch of one, without the axis. */
function withoutBatch(tensor: Tensor): Tensor {
  return tensor.view(tensor.shape.slice(1));
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
