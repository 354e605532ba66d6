import {
  type Affine,
  allocate,
  binary,
  binaryAdd,
  binaryMul,
  ConstantTensor,
  type Crop,
  type Device,
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
import { templateOf } from '../align/template.ts';
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
