import { type Device, type Owner, owning } from '@facegpu/kernels';
import { compile, type Network, type Plan, type Values } from '@facegpu/nn';
import {
  type BatchLoss,
  batchHardTriplets,
  givenTriplets,
  semiHardTriplets,
} from '../losses/triplet.ts';
import type { NetworkBuilder } from '../networks/network-builder.ts';
import { trainingOperators } from '../operators/all.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { withWeightsAsInputs } from '../step/trainable.ts';
import { TrainingStep } from '../step/training-step.ts';
import {
  beginRecognizer,
  image,
  type RecognizerArchitecture,
  recognizerNetwork,
} from './recognizer-network.ts';

/** How the triplets of a batch are found. */
export type Mining = 'hard' | 'semi-hard' | 'random';

export interface RecognizerTrainingOptions {
  readonly architecture: RecognizerArchitecture;
  readonly optimizer: Optimizer;
  /** Chips of a batch. */
  readonly count: number;
  /** `hard` unless told. */
  readonly mining?: Mining;
  /** With nothing, the soft margin; semi-hard mining then has 0.2. */
  readonly margin?: number;
  /** The most that the norm of all gradients together may be. No limit unless told. */
  readonly clipNorm?: number;
  /** Of the weights that are drawn; 1 unless told. */
  readonly seed?: number;
}

/** The chips of a step. */
export interface RecognizerBatch {
  /** `[count, side, side, 3]`, RGB from −1 to 1. */
  readonly chips: ArrayLike<number>;
  /** The number of each chip's person. */
  readonly people: ArrayLike<number>;
  /** Anchor, positive and negative of each triplet, as numbers of chips, where mining is `random`. */
  readonly triplets?: ArrayLike<number>;
}

/** How a step went, before it changed the weights. */
export interface StepReport {
  readonly loss: number;
  /** The share of triplets that push. */
  readonly active: number;
  /** Mean distance of chips of one person, and of different people. */
  readonly within: number;
  readonly between: number;
}

/** Trains an embedding with triplets, and embeds with the weights as they are. */
export class RecognizerTraining {
  readonly step: TrainingStep;
  /** The recogniser with the weights that it began with. */
  readonly network: Network;
  readonly count: number;
  readonly #embed: Plan;
  readonly #owner: Owner;

  private constructor(parts: {
    step: TrainingStep;
    network: Network;
    count: number;
    embed: Plan;
    owner: Owner;
  }) {
    this.step = parts.step;
    this.network = parts.network;
    this.count = parts.count;
    this.#embed = parts.embed;
    this.#owner = parts.owner;
  }

  /** @throws FaceGpuError as `TrainingStep.create` and `compile` do */
  static create(device: Device, options: RecognizerTrainingOptions): Promise<RecognizerTraining> {
    const { architecture, optimizer, count, clipNorm, seed = 1 } = options;
    const { builder, descriptors } = beginRecognizer(architecture, seed);
    const report = writeLoss(builder, descriptors, options);
    const { loss, active, within, between } = report;
    const dimensions = { batch: count };
    return owning(async (owner) => {
      const step = owner.keep(
        await TrainingStep.create(device, {
          network: builder.build(loss, active, within, between),
          loss,
          optimizer,
          dimensions,
          ...(clipNorm !== undefined && { clipNorm }),
        }),
      );
      const network = recognizerNetwork(architecture, seed);
      const shared = withWeightsAsInputs(
        network,
        [...network.constants.keys()].filter((name) => step.weights.tensors.has(name)),
      );
      const embed = owner.keep(
        await compile(shared.network, device, {
          operators: trainingOperators,
          dimensions,
          given: step.weights.tensors,
        }),
      );
      return new RecognizerTraining({ step, network, count, embed, owner });
    });
  }

  /**
   * Changes the weights by a batch.
   *
   * @param rate the learning rate
   * @throws FaceGpuError as `TrainingStep.run` does
   */
  async train({ chips, people, triplets }: RecognizerBatch, rate: number): Promise<StepReport> {
    const values: Values = { [image]: chips, people, ...(triplets && { triplets }) };
    const results = Object.values(await this.step.run(values, rate));
    const [loss, active, within, between] = results.map(([value]) => value);
    return { loss, active, within, between };
  }

  /**
   * The descriptors of chips, of as many as a batch has at a time.
   *
   * @param chips `[count, side, side, 3]`, RGB from −1 to 1
   * @returns `[count, dimensions]`
   */
  async embed(chips: ArrayLike<number>): Promise<Float32Array> {
    const [result] = Object.values(await this.#embed.run({ [image]: chips }));
    return result;
  }

  dispose(): void {
    this.#owner.dispose();
  }
}

function writeLoss(
  b: NetworkBuilder,
  descriptors: string,
  { count, mining = 'hard', margin }: RecognizerTrainingOptions,
): BatchLoss {
  const people = b.input('people', [count], 'i32');
  const shared = { descriptors, people, count, margin };
  if (mining === 'hard') return batchHardTriplets(b, shared);
  if (mining === 'semi-hard') return semiHardTriplets(b, shared);
  return givenTriplets(b, { ...shared, triplets: b.input('triplets', [count, 3], 'i32') });
}
