import {
  type Affine,
  allocate,
  binary,
  binaryAdd,
  binaryMul,
  ConstantTensor,
  type Crop,
  type Device,
  type Dispatch,
  encode,
  encodeCrop,
  type Owner,
  owning,
  Recording,
  type Size,
  Tensor,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import type { Alignments } from '../align/alignments.ts';
import { templateOf } from '../align/template.ts';
import { type AlignmentWay, requireFrontal } from '../align/way.ts';
import type { Batch } from '../gpu/batch.ts';
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
  /** Makes descriptors of pictures that are chips already. */
  readonly whole: WholeEmbedder;
}

/** Makes a descriptor of a picture that is a chip, as a whole. */
export interface WholeEmbedder extends PhotoWork {
  /** `[capacity, dimensions]`: what the network made of what it saw last. */
  readonly made: Tensor;
  /** Where it looks, one after the other: its descriptor is the mean of what it makes there. */
  views(picture: Size): readonly Crop[];
  look(view: Crop): void;
  /**
   * The descriptor, of a batch for each view.
   *
   * @throws FaceGpuError `bad-model` where a number is not finite
   */
  mean(batches: readonly Batch[]): Float32Array<ArrayBuffer>;
}

export interface EmbedderOptions extends CropNetworkOptions {
  /** `[capacity, landmarks, 2]`, in pixels of the photo. */
  readonly landmarks: Tensor;
  /** What they are: a name of `landmark/orders.ts`. */
  readonly order: string;
  readonly live: Tensor;
  /** Averages descriptors with those of the chips' mirror images. */
  readonly mirror: boolean;
  /** How chips are aligned. Of both, the descriptors are averaged, and the frontal ones are shown. */
  readonly alignment: AlignmentWay;
  readonly alignments: Partial<Alignments>;
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
  const { photo, landmarks, order, live, mirror, alignment: way, alignments } = options;
  const { input, output, metric, alignment } = descriptionOf(model, 'recognizer');
  const network = owner.keep(await createCropNetwork(device, model, input, options));
  const size = squareSide(network, model);
  const template = templateOf(alignment, order, size);
  const parts: PhotoWork[] = [network];
  const add = (part: PhotoWork): readonly Recording[] => {
    parts.push(owner.keep(part));
    return part.recordings;
  };
  const aligned = { photo, landmarks, order, template, crops: network.crops, network, live };
  const cutters = {
    async similarity(isMirrored: boolean) {
      const mirrorWidth = isMirrored ? size : undefined;
      return [...add(await createAligner(device, { ...aligned, mirrorWidth })), network.cutting];
    },
    async frontal(isMirrored: boolean) {
      const createCutter = requireFrontal(alignments);
      return add(await createCutter(device, { ...aligned, mirror: isMirrored }));
    },
  } as const;
  const ways = way === 'both' ? (['similarity', 'frontal'] as const) : ([way] as const);
  // Mirror images come first: what is left in the network's input is a chip.
  const cuts: (readonly Recording[])[] = [];
  for (const isMirrored of mirror ? [true, false] : [false]) {
    for (const name of ways) cuts.push(await cutters[name](isMirrored));
  }
  const made = network.plan.output(output);
  const mean =
    cuts.length > 1 ? owner.keep(await createMean(device, made, cuts.length)) : undefined;
  const recordings = cuts.flatMap((cut, i) => {
    return [...cut, network.plan.recording, ...(mean ? [mean.recordings[i]] : [])];
  });
  const descriptors = mean?.mean ?? made;
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
      recordings: cuts[cuts.length - 1],
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
    whole: {
      ...network,
      made,
      views: (picture) => wholeViews(picture, size, mirror),
      look: (view) => network.writeCrops(encodeCrop(view)),
      mean(batches) {
        const rows = batches.map((batch) => batch.finiteRow(made, 0, 'a descriptor', model));
        const values = rows[0].map((_, i) => {
          return rows.reduce((sum, row) => sum + row[i], 0) / rows.length;
        });
        return inMetric(metric, values);
      },
    },
    read(batch, face) {
      const values = batch.finiteRow(descriptors, face, 'a descriptor', model);
      return { descriptors: [inMetric(metric, values)], norms: [Math.hypot(...values)] };
    },
    dispose: () => owner.dispose(),
  };
}

/** The whole picture as a square of this side, after its mirror image where that counts too. */
function wholeViews({ width, height }: Size, side: number, mirror: boolean): Crop[] {
  const scale = width / side;
  const y = [0, height / side, 0] as const;
  const window = [0, 0, width, height] as const;
  const view = (x: Affine['x']): Crop => ({ map: { x, y }, window, bounds: window });
  const upright = view([scale, 0, 0]);
  return mirror ? [view([-scale, 0, width]), upright] : [upright];
}

/** The mean of so many values of a tensor, each of which is taken when its recording runs, in their order. */
async function createMean(device: Device, tensor: Tensor, count: number) {
  return owning(async (owner) => {
    const { shape, dtype, layout } = tensor;
    const like = (label: string) => new Tensor(label, { shape, dtype, layout });
    const share = encode([1 / count], dtype);
    const factor = new ConstantTensor('share', { shape: [1], dtype, layout }, share);
    let sum: Tensor | undefined;
    const steps: Dispatch[][] = [];
    for (let i = 0; i < count; i++) {
      const part = like('part');
      const taken = binary({ op: binaryMul, a: tensor, b: factor, output: part });
      const output = like('sum');
      const added = sum ? binary({ op: binaryAdd, a: sum, b: part, output }) : [];
      sum = sum ? output : part;
      steps.push([...taken, ...added]);
    }
    const tensors = steps.flat().flatMap((dispatch) => [...dispatch.tensors.values()]);
    owner.keepBuffers(device, await allocate(device, 'mean', tensors));
    const recordings: Recording[] = [];
    for (const step of steps)
      recordings.push(owner.keep(await Recording.create(device, 'mean', step)));
    return { recordings, mean: sum ?? tensor, dispose: () => owner.dispose() };
  });
}
