import {
  allocate,
  binary,
  binaryAdd,
  binaryMul,
  ConstantTensor,
  type Device,
  encode,
  type Owner,
  owning,
  Recording,
  Tensor,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { templateOf } from '../align/template.ts';
import { type CropNetworkOptions, createCropNetwork, squareSide } from '../gpu/crop-network.ts';
import { type PhotoWork, type Stage, together } from '../gpu/stage.ts';
import { inMetric } from '../match/metric.ts';
import { descriptionOf } from '../models/description.ts';
import { readChip } from './chip.ts';

/** Makes descriptors of faces whose landmarks are known. */
export interface Embedder extends Stage {
  /** `[capacity, dimensions]`. */
  readonly descriptors: Tensor;
  /** Cuts the chips, as the embedder does, and makes no descriptors of them. */
  readonly cutter: Stage;
  /** Reads the chips that one of the two has cut. */
  readonly chips: Stage;
}

export interface EmbedderOptions extends CropNetworkOptions {
  /** `[capacity, landmarks, 2]`, in pixels of the photo. */
  readonly landmarks: Tensor;
  /** What they are: a name of `landmark/orders.ts`. */
  readonly order: string;
  readonly live: Tensor;
  /** Averages descriptors with those of the chips' mirror images. */
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
  const { photo, landmarks, order, live, mirror } = options;
  const { input, output, metric, alignment } = descriptionOf(model, 'recognizer');
  const network = owner.keep(await createCropNetwork(device, model, input, options));
  const size = squareSide(network, model);
  const template = templateOf(alignment, order, size);
  const aligned = { photo, landmarks, template, crops: network.crops, live };
  const parts: PhotoWork[] = [network];
  const align = async (mirrorWidth?: number) => {
    const aligner = owner.keep(await createAligner(device, { ...aligned, mirrorWidth }));
    parts.push(aligner);
    return aligner.recordings;
  };
  const made = network.plan.output(output);
  const upright = await align();
  let recordings = [...upright, ...network.recordings];
  let descriptors = made;
  if (mirror) {
    const { half, average, averaged } = owner.keep(await createAverage(device, made));
    // The mirror image comes first: what is left in the network's input is the chip.
    recordings = [...(await align(size)), ...network.recordings, half, ...recordings, average];
    descriptors = averaged;
  }
  const chip = network.input;
  const common = { name: 'embed', inputs: [landmarks, live], ...together(parts) } as const;
  return {
    ...common,
    outputs: [descriptors, chip],
    results: [descriptors],
    recordings,
    descriptors,
    cutter: {
      ...common,
      outputs: [chip],
      results: [],
      recordings: [...upright, network.cutting],
      read: () => ({}),
    },
    chips: {
      ...common,
      inputs: [chip],
      outputs: [],
      results: [chip],
      recordings: [],
      read: (batch, face) => ({ chip: readChip(network, batch, face) }),
    },
    read(batch, face) {
      const values = batch.finiteRow(descriptors, face, 'a descriptor', model);
      return { descriptors: [inMetric(metric, values)] };
    },
    dispose: () => owner.dispose(),
  };
}

/** The mean of two values of a tensor: of the one when `half` runs, and of the one when `average` does. */
async function createAverage(device: Device, tensor: Tensor) {
  return owning(async (owner) => {
    const { shape, dtype, layout } = tensor;
    const [first, second, averaged] = ['first half', 'second half', 'averaged'].map(
      (label) => new Tensor(label, { shape, dtype, layout }),
    );
    const factor = new ConstantTensor('half', { shape: [1], dtype, layout }, encode([0.5], dtype));
    const halve = (output: Tensor) => binary({ op: binaryMul, a: tensor, b: factor, output });
    const halved = halve(first);
    const added = [
      ...halve(second),
      ...binary({ op: binaryAdd, a: first, b: second, output: averaged }),
    ];
    const tensors = [...halved, ...added].flatMap((dispatch) => [...dispatch.tensors.values()]);
    owner.keepBuffers(device, await allocate(device, 'average', tensors));
    return {
      half: owner.keep(await Recording.create(device, 'half', halved)),
      average: owner.keep(await Recording.create(device, 'average', added)),
      averaged,
      dispose: () => owner.dispose(),
    };
  });
}
