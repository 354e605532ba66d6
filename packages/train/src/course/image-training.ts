import { type Device, type Owner, owning } from '@facegpu/kernels';
import type { Plan, Values } from '@facegpu/nn';
import type { Augmentation } from '../augment/augmentation.ts';
import { Augmenter } from '../augment/augmenter.ts';
import type { ChipSize } from '../dataset/chip-spec.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { pixels, withPixelInput } from '../recognizer/pixel-input.ts';
import { compileInference } from '../step/compile-inference.ts';
import { TrainingStep } from '../step/training-step.ts';
import type { ImageNetwork } from './image-network.ts';

export interface WrittenLoss {
  readonly loss: string;
  /** What else a step returns. */
  readonly report?: readonly string[];
}

export interface ImageTrainingOptions {
  readonly model: ImageNetwork;
  /**
   * Writes the loss down behind the network, and returns its name and those of what else a step is to return.
   *
   * @param outputs of the network
   */
  readonly writeLoss: (b: NetworkBuilder, outputs: readonly string[]) => WrittenLoss;
  readonly optimizer: Optimizer;
  /** All chips to train and to measure with, RGBA, `[chips, side, side, 4]`, where the side is that of `spec`. */
  readonly chips: Uint8Array<ArrayBuffer>;
  /** `size` is the side of images. */
  readonly spec: ChipSize;
  /** Images of a batch. */
  readonly count: number;
  /** The most that the norm of all gradients together may be. No limit unless told. */
  readonly clipNorm?: number | undefined;
}

/** Trains a network by varied images of chips, and runs it with the weights as they are. */
export class ImageTraining {
  readonly step: TrainingStep;
  /** What infers: run by {@link infer}. */
  readonly plan: Plan;
  /** The last output of the plan: its loss, where what it wants is given. */
  readonly loss: string;
  /** What a step returns: its loss, and what else was written. */
  readonly report: readonly string[];
  readonly count: number;
  readonly #augmenter: Augmenter;
  readonly #owner: Owner;

  private constructor(
    count: number,
    parts: {
      step: TrainingStep;
      plan: Plan;
      loss: string;
      report: readonly string[];
      augmenter: Augmenter;
      owner: Owner;
    },
  ) {
    this.count = count;
    this.step = parts.step;
    this.plan = parts.plan;
    this.loss = parts.loss;
    this.report = parts.report;
    this.#augmenter = parts.augmenter;
    this.#owner = parts.owner;
  }

  /** @throws FaceGpuError as `TrainingStep.create` and `compile` do */
  static create(device: Device, options: ImageTrainingOptions): Promise<ImageTraining> {
    const { model, optimizer, chips, spec, count, clipNorm } = options;
    const { size } = spec;
    const dimensions = { batch: count, height: size, width: size };
    const b = new NetworkBuilder(1, withPixelInput(model.training, model.input));
    const { loss, report = [] } = options.writeLoss(b, model.outputs);
    const network = b.build(loss, ...report);
    const judged = new NetworkBuilder(1, withPixelInput(model.network, model.input));
    const { outputs } = model.network.graph;
    const { loss: inferredLoss } = options.writeLoss(judged, outputs);
    const inference = judged.build(...outputs, inferredLoss);
    return owning(async (owner) => {
      const augmenter = owner.keep(await Augmenter.create(device, { chips, spec, batch: count }));
      const given = new Map([[pixels, augmenter.output]]);
      const step = owner.keep(
        await TrainingStep.create(device, {
          network,
          loss,
          optimizer,
          running: model.running,
          dimensions,
          given,
          ...(clipNorm !== undefined && { clipNorm }),
        }),
      );
      const plan = owner.keep(
        await compileInference(device, step, inference, { dimensions, given }),
      );
      return new ImageTraining(count, {
        step,
        plan,
        loss: inferredLoss,
        report: [loss, ...report],
        augmenter,
        owner,
      });
    });
  }

  /**
   * Changes the weights by a batch.
   *
   * @param values of the network's other inputs
   * @param rate the learning rate
   * @returns what the network's outputs are, before the change
   * @throws FaceGpuError as `TrainingStep.run` does
   */
  train(
    images: readonly Augmentation[],
    values: Values,
    rate: number,
  ): Promise<Record<string, Float32Array>> {
    this.#makeImages(images);
    return this.step.run(values, rate);
  }

  /**
   * What the network infers of images, of as many as a batch has.
   *
   * @param values of the other inputs, where its loss is asked for
   */
  infer(
    images: readonly Augmentation[],
    values: Values = {},
  ): Promise<Record<string, Float32Array>> {
    this.#makeImages(images);
    return this.plan.run(values);
  }

  #makeImages(images: readonly Augmentation[]): void {
    this.#augmenter.set(images);
    this.#augmenter.recording.run();
  }

  dispose(): void {
    this.#owner.dispose();
  }
}
