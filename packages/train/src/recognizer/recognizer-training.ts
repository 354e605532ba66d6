import { type Device, type Owner, owning } from '@facegpu/kernels';
import type { Plan, Values } from '@facegpu/nn';
import type { Augmentation } from '../augment/augmentation.ts';
import { Augmenter } from '../augment/augmenter.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import type { BatchLoss, TemperedLoss } from '../losses/triplet.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { compileInference } from '../step/compile-inference.ts';
import { TrainingStep } from '../step/training-step.ts';
import { pixels, withPixelInput } from './pixel-input.ts';
import { inputs, type RecognizerLoss, writeRecognizerLoss } from './recognizer-loss.ts';
import type { BatchNetwork, RecognizerModel } from './recognizer-model.ts';

export interface RecognizerTrainingOptions {
  readonly model: RecognizerModel;
  readonly loss: RecognizerLoss;
  readonly optimizer: Optimizer;
  /** All chips to train and to measure with, RGBA, `[chips, side + 2 · margin, side + 2 · margin, 4]`. */
  readonly chips: Uint8Array<ArrayBuffer>;
  readonly spec: ChipSpec;
  /** Chips of a batch. */
  readonly count: number;
  /** How many of them show one person, at most: it is faster to know. */
  readonly photos?: number | undefined;
  /** Chips that are in memory at once, a divisor of a batch (`microBatches`); all of it unless told. */
  readonly microBatch?: number | undefined;
  /** How much of an average of the weights stays at a step, see `TrainingStepOptions`; embedding is by it then. */
  readonly average?: number | undefined;
  /** The names of the weights that are trained; all unless told. */
  readonly trained?: readonly string[] | undefined;
  /** The most that the norm of all gradients together may be. No limit unless told. */
  readonly clipNorm?: number | undefined;
  /** Of the weights that the loss draws, where it has some; 1 unless told. */
  readonly seed?: number | undefined;
}

/** The chips of a step. */
export interface RecognizerBatch {
  /** Which, and how they are varied. */
  readonly images: readonly Augmentation[];
  /** The number of each chip's person. */
  readonly people: ArrayLike<number>;
  /** Anchor, positive and negative of each triplet, as numbers of chips, where mining is `random`. */
  readonly triplets?: ArrayLike<number> | undefined;
}

/** How a step went, before it changed the weights. */
export interface StepReport {
  readonly loss: number;
  /** The share of triplets that push, or of chips that are nearer to somebody else's direction. */
  readonly active: number;
  /** Mean distance of chips of one person, and of different people. */
  readonly within: number;
  readonly between: number;
  /** How much of the loss is of the hardest triplets, from 0 to 1, where that changes. */
  readonly hardness?: number;
}

/** Descriptors of different people that are all this near to each other have collapsed. */
const collapsed = 0.05;

/** Whether all descriptors of a step lie together, so that they tell nobody apart. */
export function isCollapsed({ between }: StepReport): boolean {
  return between < collapsed;
}

/** What decides on the network that is trained. */
type TrainedBy = Pick<RecognizerTrainingOptions, 'loss' | 'microBatch'>;

/**
 * Whether a training normalises by the statistics of its batches. Triplets push by themselves, and may have
 * micro-batches, which go without. Descriptors that are pulled towards directions, all of which change at once, soon
 * point one way unless each batch keeps them apart.
 */
export function isByBatch({ byBatch }: RecognizerModel, { loss, microBatch }: TrainedBy): boolean {
  return byBatch !== undefined && (loss.kind !== 'triplet' || microBatch === undefined);
}

function trainedNetwork(model: RecognizerModel, trainedBy: TrainedBy): BatchNetwork {
  const { network, descriptors, byBatch } = model;
  if (byBatch && isByBatch(model, trainedBy)) return byBatch();
  return { network, descriptors, running: new Map() };
}

/** Trains an embedding, and embeds with the weights as they are. */
export class RecognizerTraining {
  readonly model: RecognizerModel;
  readonly step: TrainingStep;
  /** How many chips are embedded at once. */
  readonly chunk: number;
  readonly #report: BatchLoss | TemperedLoss;
  readonly #augmenter: Augmenter;
  readonly #embed: Plan;
  readonly #owner: Owner;

  private constructor(
    { model, count, microBatch = count }: RecognizerTrainingOptions,
    parts: {
      step: TrainingStep;
      report: BatchLoss | TemperedLoss;
      augmenter: Augmenter;
      embed: Plan;
      owner: Owner;
    },
  ) {
    this.model = model;
    this.chunk = microBatch;
    this.step = parts.step;
    this.#report = parts.report;
    this.#augmenter = parts.augmenter;
    this.#embed = parts.embed;
    this.#owner = parts.owner;
  }

  /** @throws FaceGpuError as `TrainingStep.create` and `compile` do */
  static async create(
    device: Device,
    options: RecognizerTrainingOptions,
  ): Promise<RecognizerTraining> {
    const { model, loss: kind, optimizer, count, photos, trained, clipNorm, seed = 1 } = options;
    const { average, microBatch, chips, spec } = options;
    const { input, dimensions: width, metric } = model;
    const network = withPixelInput(model.network, input);
    const batch = trainedNetwork(model, options);
    const builder = new NetworkBuilder(seed, withPixelInput(batch.network, input));
    const written = writeRecognizerLoss(builder, batch.descriptors, {
      count,
      photos,
      dimensions: width,
      metric,
      loss: kind,
    });
    const chunk = microBatch ?? count;
    return owning(async (owner) => {
      const augmenter = owner.keep(await Augmenter.create(device, { chips, spec, batch: chunk }));
      const given = new Map([[pixels, augmenter.output]]);
      const step = owner.keep(
        await TrainingStep.create(device, {
          network: builder.build(...Object.values(written)),
          loss: written.loss,
          optimizer,
          dimensions: { batch: count },
          given,
          average,
          microBatch:
            microBatch === undefined
              ? undefined
              : { axis: 'batch', size: chunk, rows: batch.descriptors },
          running: batch.running,
          ...(trained && { trained }),
          ...(clipNorm !== undefined && { clipNorm }),
        }),
      );
      const embed = owner.keep(
        await compileInference(device, step, network, { dimensions: { batch: chunk }, given }),
      );
      return new RecognizerTraining(options, { step, report: written, augmenter, embed, owner });
    });
  }

  /**
   * Changes the weights by a batch.
   *
   * @param rate the learning rate
   * @throws FaceGpuError as `TrainingStep.run` does
   */
  async train({ images, people, triplets }: RecognizerBatch, rate: number): Promise<StepReport> {
    const values: Values = {
      [inputs.people]: people,
      ...(triplets && { [inputs.triplets]: triplets }),
    };
    const results = await this.step.run(values, rate, (first) => {
      this.#makeImages(images.slice(first, first + this.chunk));
    });
    const report = this.#report;
    const { loss, active, within, between } = report;
    const first = (name: string) => results[name][0];
    return {
      loss: first(loss),
      active: first(active),
      within: first(within),
      between: first(between),
      ...('hardness' in report && { hardness: first(report.hardness) }),
    };
  }

  /**
   * The descriptors of images, of as many as are embedded at once.
   *
   * @returns `[chunk, dimensions]`
   */
  async embed(images: readonly Augmentation[]): Promise<Float32Array> {
    this.#makeImages(images);
    const results = await this.#embed.run({});
    return results[this.model.descriptors];
  }

  #makeImages(images: readonly Augmentation[]): void {
    this.#augmenter.set(images);
    this.#augmenter.recording.run();
  }

  dispose(): void {
    this.#owner.dispose();
  }
}
