import {
  type Device,
  encodeCrop,
  FaceGpuError,
  type Owner,
  owning,
  Readback,
} from '@facegpu/kernels';
import { type Model, mostImages } from '@facegpu/nn';
import { platform } from '#platform';
import type { ChipImage } from '../api/face.ts';
import type { RecognizerInfo } from '../api/options.ts';
import { Queue } from '../async/queue.ts';
import { Batch } from '../gpu/batch.ts';
import { createCropNetwork, squareSide } from '../gpu/crop-network.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import { Submitter } from '../gpu/submission.ts';
import { inMetric } from '../match/metric.ts';
import { descriptionOf } from '../models/description.ts';
import { recognizerInfo } from '../models/recognizer-info.ts';

/** Makes descriptors of chips that were cut before, and kept. */
export class ChipEmbedder {
  readonly info: RecognizerInfo;
  readonly #owner: Owner;
  readonly #embed: (chip: ChipImage) => Promise<Float32Array<ArrayBuffer>>;
  /** One chip at a time. */
  readonly #turns = new Queue();

  private constructor(owner: Owner, info: RecognizerInfo, embed: ChipEmbedder['embed']) {
    this.#owner = owner;
    this.info = info;
    this.#embed = embed;
  }

  /** @throws FaceGpuError `bad-model` where it is no recogniser; `unsupported-op`, `out-of-memory` */
  static create(device: Device, model: Model): Promise<ChipEmbedder> {
    return owning(async (owner) => {
      const { embed, dimensions } = await prepare(owner, device, model);
      return new ChipEmbedder(owner, recognizerInfo(model, dimensions, {}), embed);
    });
  }

  /**
   * @param chip a square, aligned as the model says. Where it is larger than what the network looks at, its middle
   * is taken: what is around it is its margin.
   * @throws FaceGpuError `shape-mismatch` where its middle is none or too small; `bad-model` where a number isn't
   * finite; `out-of-memory`, `device-lost`
   */
  embed(chip: ChipImage): Promise<Float32Array<ArrayBuffer>> {
    return this.#turns.add(() => this.#embed(chip));
  }

  dispose(): void {
    this.#owner.dispose();
  }
}

async function prepare(owner: Owner, device: Device, model: Model) {
  const { input, output, metric } = descriptionOf(model, 'recognizer');
  const most = mostImages(model.metadata.graph, input);
  const photo = owner.keep(await PhotoBuffer.create(device));
  const network = owner.keep(
    await createCropNetwork(device, model, input, {
      photo,
      operators: platform.operators,
      capacity: Number.isFinite(most) ? most : 1,
      precision: 'f32',
      averaging: true,
    }),
  );
  const size = squareSide(network, model);
  const descriptors = network.plan.output(output);
  const readback = owner.keep(await Readback.create(device, 'descriptor', [descriptors]));
  const submitter = new Submitter(device);
  const embed = async ({ width, height, data }: ChipImage) => {
    const margin = (width - size) / 2;
    requireMargin(margin, { width, height }, size);
    const bytes = new Uint8Array(data);
    const rebound = await photo.upload({
      data: bytes,
      width,
      height,
      originalWidth: width,
      originalHeight: height,
    });
    if (rebound) network.rebind();
    network.setPhoto();
    network.writeCrops(
      encodeCrop({
        map: { x: [1, 0, margin], y: [0, 1, margin] },
        window: [0, 0, width, height],
      }),
    );
    await submitter.run([{ stages: [network], readbacks: [readback] }]);
    const values = new Batch(readback).finiteRow(descriptors, 0, 'a descriptor', model);
    return inMetric(metric, values);
  };
  return { embed, dimensions: descriptors.shape[1] };
}

/** @throws FaceGpuError `shape-mismatch` */
function requireMargin(
  margin: number,
  { width, height }: Pick<ChipImage, 'width' | 'height'>,
  size: number,
): void {
  if (width === height && Number.isInteger(margin) && margin >= 0) return;
  throw new FaceGpuError(
    'shape-mismatch',
    `a chip has ${width}×${height} pixels, and the network looks at ${size}×${size}`,
    'Give squares of this side, or with as many whole pixels around it on each side.',
  );
}
