import { type Device, FaceGpuError, type Owner, owning, type Tensor } from '@facegpu/kernels';
import {
  type Dimensions,
  type Network,
  type OperatorTable,
  type Values,
  valuesOf,
} from '@facegpu/nn';
import type { GradientTable } from '../autodiff/gradient.ts';
import { gradients as allGradients } from '../gradients/all.ts';
import { trainingOperators } from '../operators/all.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type MicroBatchOptions, microBatches } from './micro-batches.ts';
import type { NotFinite, PrepareRows, StepProgram } from './step-program.ts';
import { SharedTensors } from './tensors.ts';
import { trainableWeights, withWeightsAsInputs } from './trainable.ts';
import { UpdateRule } from './update-rule.ts';
import { wholeBatch } from './whole-batch.ts';

export interface TrainingStepOptions {
  /** The network with its loss; its outputs are what a step returns. */
  readonly network: Network;
  /** The name of the loss, a single f32. */
  readonly loss: string;
  readonly optimizer: Optimizer;
  /** The weights that are trained; all that nodes read as weights unless told. */
  readonly trained?: readonly string[];
  /** Sizes of the axes that the graph names. */
  readonly dimensions?: Dimensions;
  /** The most that the norm of all gradients together may be. No limit unless told. */
  readonly clipNorm?: number;
  /**
   * Other constants that a step changes, such as running statistics: by name, with the name of the value
   * that each becomes.
   */
  readonly running?: ReadonlyMap<string, string>;
  /**
   * How much of an average of the weights stays at each step, from 0 to below 1, such as 0.999: the average of what
   * they were lately, which usually measures better than they do (Polyak 1992). None is kept unless told.
   */
  readonly average?: number | undefined;
  /** Divides batches that are larger than memory, see `microBatches`. They are computed as a whole unless told. */
  readonly microBatch?: MicroBatchOptions | undefined;
  /** Inputs that lie on the GPU already, see `compile`; of micro-batches, those that have rows have theirs. */
  readonly given?: ReadonlyMap<string, Tensor>;
  /** `trainingOperators` unless told. */
  readonly operators?: OperatorTable;
  /** `gradients` unless told. */
  readonly gradients?: GradientTable;
}

/** What a training consists of besides its data: enough to go on from. */
export interface TrainingState {
  /** Steps so far. */
  readonly step: number;
  /** By name, row-major: weights, running statistics, their averages, and what the optimiser keeps. */
  readonly values: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

/**
 * A step of training: forward, loss, backward and update, as one plan unless the batch is divided. Running it
 * allocates nothing; weights and what the optimiser keeps stay on the GPU.
 */
export class TrainingStep {
  /** By name: weights and running statistics. */
  readonly weights: SharedTensors;
  /**
   * What to infer with, by the same names: their averages, where these are kept, and else the weights themselves.
   * Plans that only infer can share them (`given` of `compile`).
   */
  readonly inferred: SharedTensors;
  readonly #states: SharedTensors;
  readonly #rule: UpdateRule;
  readonly #loss: string;
  readonly #program: StepProgram;
  readonly #owner: Owner;
  /** Of the last step, with inputs that stayed as they were. */
  #given: Values = {};
  #prepare: PrepareRows | undefined;
  #step = 0;

  private constructor(parts: {
    weights: SharedTensors;
    inferred: SharedTensors;
    states: SharedTensors;
    rule: UpdateRule;
    program: StepProgram;
    loss: string;
    owner: Owner;
  }) {
    this.weights = parts.weights;
    this.inferred = parts.inferred;
    this.#states = parts.states;
    this.#rule = parts.rule;
    this.#program = parts.program;
    this.#loss = parts.loss;
    this.#owner = parts.owner;
  }

  /**
   * Writes down the gradients and the update, and compiles all of it.
   *
   * @throws FaceGpuError `unsupported-op` where an operator has no gradient; `bad-argument` where there is
   * nothing to train, or the loss is no single number; and as `microBatches` and `compile` do
   */
  static async create(device: Device, options: TrainingStepOptions): Promise<TrainingStep> {
    const { optimizer, loss, running = new Map<string, string>(), dimensions = {} } = options;
    const { operators = trainingOperators, gradients = allGradients } = options;
    const { clipNorm, average, microBatch, given = new Map<string, Tensor>() } = options;
    const trained = options.trained ?? trainableWeights(options.network, operators);
    if (trained.length === 0) throw nothingToTrain();
    if (average !== undefined && !(average >= 0 && average < 1)) throw noAverage(average);
    const kept = [...trained, ...running.keys()];
    const { network, weights } = withWeightsAsInputs(options.network, kept);
    const rule = new UpdateRule({ optimizer, trained, running, clipNorm, average });
    return owning(async (owner) => {
      const shapes = new Map([...weights].map(([name, { shape }]) => [name, shape]));
      const held = owner.keep(await SharedTensors.create(device, 'weights', shapes));
      const states = owner.keep(
        await SharedTensors.create(device, 'optimiser', rule.stateShapes(weights)),
      );
      const inferred =
        average === undefined
          ? held
          : owner.keep(await SharedTensors.create(device, 'averages', shapes));
      for (const tensors of [held, inferred]) {
        for (const [name, constant] of weights) tensors.write(name, valuesOf(constant));
      }
      const averages = [...inferred.tensors].flatMap(([name, tensor]) => {
        const average = rule.averages.get(name);
        return average === undefined ? [] : [[average, tensor] as const];
      });
      const spec = {
        device,
        network,
        loss,
        trained,
        weights,
        rule,
        dimensions,
        operators,
        gradients,
        given: new Map([...given, ...held.tensors, ...states.tensors, ...averages]),
      };
      const program = owner.keep(
        await (microBatch ? microBatches(spec, microBatch) : wholeBatch(spec)),
      );
      return new TrainingStep({
        weights: held,
        inferred,
        states,
        rule,
        program,
        loss,
        owner,
      });
    });
  }

  /** Steps so far. */
  get step(): number {
    return this.#step;
  }

  /**
   * Runs a step: computes the loss, and changes the weights.
   *
   * @param values of the network's inputs; those that are left out stay as they were
   * @param rate the learning rate
   * @param prepare has those of `given` that have rows hold those from one on; asked before each forward, so of
   * micro-batches twice each, and of a whole batch once
   * @returns what the network's outputs are, the loss among them, before the change
   * @throws FaceGpuError `not-finite` where the loss is no number: the weights are lost then
   */
  async run(
    values: Values,
    rate: number,
    prepare?: PrepareRows,
  ): Promise<Record<string, Float32Array>> {
    this.#step++;
    const rates = this.#rule.values(rate, this.#step);
    this.#given = { ...this.#given, ...values, ...rates };
    this.#prepare = prepare;
    const results = await this.#program.run(values, rates, prepare);
    const [loss] = results[this.#loss];
    if (!Number.isFinite(loss)) throw notFinite(this.#loss, loss, this.#step);
    return results;
  }

  /** Everything that the steps have changed. */
  async state(): Promise<TrainingState> {
    const values = new Map<string, Float32Array<ArrayBuffer>>();
    for (const [tensors, nameOf] of this.#kept()) {
      for (const [name, value] of await tensors.read()) values.set(nameOf(name), value);
    }
    return { step: this.#step, values };
  }

  /**
   * Goes on from a state.
   *
   * @throws FaceGpuError `bad-argument` where it is that of another network or optimiser, or of no average
   */
  restore({ step, values }: TrainingState): void {
    for (const [tensors, nameOf] of this.#kept()) {
      for (const name of tensors.tensors.keys()) {
        tensors.write(name, values.get(nameOf(name)) ?? []);
      }
    }
    this.#step = step;
  }

  /**
   * Looks at what the last step computed, for which all of it is computed once more unless its batch is divided: after
   * an error `not-finite`, say.
   *
   * @param before the state that the step began from, which the training has afterwards
   * @returns the first value that isn't finite: of what was given, then of the graph, in its order; where the batch is
   * divided, of the rows behind which it is, then the loss. Nothing where all of these are finite
   * @throws FaceGpuError as `compile` does
   */
  firstNotFinite(before: TrainingState): Promise<NotFinite | undefined> {
    this.restore(before);
    const values = { ...this.#given, ...Object.fromEntries(before.values) };
    return this.#program.firstNotFinite(values, this.#prepare);
  }

  /** Everything that steps change, and how it is named in a state. */
  #kept(): readonly (readonly [SharedTensors, (name: string) => string])[] {
    const { averages } = this.#rule;
    const own = (name: string) => name;
    const averaged = [this.inferred, (name: string) => averages.get(name) ?? name] as const;
    const kept = [[this.weights, own] as const, [this.#states, own] as const];
    return this.inferred === this.weights ? kept : [...kept, averaged];
  }

  dispose(): void {
    this.#owner.dispose();
  }
}

function nothingToTrain(): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    'no node of the network reads a weight of f32',
    'Name what is to be trained.',
  );
}

function noAverage(average: number): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `of an average of the weights ${average} would stay at each step`,
    'Give a number from 0 to below 1, such as 0.999.',
  );
}

function notFinite(name: string, value: number, step: number): FaceGpuError {
  return new FaceGpuError(
    'not-finite',
    `the loss "${name}" is ${value} at step ${step}`,
    'Go on from an earlier state, with a lower learning rate or gradients that are clipped.',
  );
}
