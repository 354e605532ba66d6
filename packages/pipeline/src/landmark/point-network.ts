import { allocate, type Device, owning, Recording, type Tensor } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import {
  type CropNetwork,
  type CropNetworkOptions,
  createCropNetwork,
} from '../gpu/crop-network.ts';
import { blameModel } from '../models/blame-model.ts';
import { decoderOf } from '../models/decode.ts';
import { descriptionOf } from '../models/description.ts';
import { type OutputName, outputNameOf } from '../models/output-name.ts';
import type { LandmarkDecoders } from './decoders/decoder.ts';
import { landmarkOrder } from './orders.ts';

export interface PointNetworkOptions extends CropNetworkOptions {
  readonly landmarkDecoders: LandmarkDecoders;
}

/** A network that finds landmarks in crops, decoded. */
export interface PointNetwork extends CropNetwork {
  /** `[capacity, landmarks, 2]`, f32 or f16: x and y, as shares of the crop's width and height. */
  readonly points: Tensor;
}

/** @throws FaceGpuError `bad-model` where it isn't a landmarker, or its outputs don't fit */
export function createPointNetwork(
  device: Device,
  model: Model,
  options: PointNetworkOptions,
): Promise<PointNetwork> {
  return owning(async (owner) => {
    const { input, order, decode } = descriptionOf(model, 'landmarker');
    const decoder = await decoderOf(decode, options.landmarkDecoders, model.source);
    const { points: count } = landmarkOrder(order, model.source);
    const network = owner.keep(await createCropNetwork(device, model, input, options));
    const output = (name: OutputName) => network.plan.output(outputNameOf(model, name));
    const outputs = { size: network.size, landmarks: count, output };
    const { points, dispatches } = await blameModel(model, () => decoder.decode(outputs));
    if (dispatches.length === 0) return { ...network, points, dispose: () => owner.dispose() };
    const tensors = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
    owner.keepBuffers(device, await allocate(device, 'landmark decoder', tensors));
    const decoding = owner.keep(await Recording.create(device, 'landmark decoder', dispatches));
    const recordings = [...network.recordings, decoding];
    return { ...network, points, recordings, dispose: () => owner.dispose() };
  });
}
