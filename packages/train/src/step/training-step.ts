import {
  type Device,
  FaceGpuError,
  type Owner,
  owning,
  type Shape,
  type Tensor,
} from '@facegpu/kernels';
import {
  compile,
  type Dimensions,
  inputUpdates,
  type Network,
  type OperatorTable,
  type Plan,
  type Values,
  valuesOf,
} from '@facegpu/nn';
import { differentiate } from '../autodiff/differentiate.ts';
import type { GradientTable } from '../autodiff/gradient.ts';
import { GraphWriter } from '../autodiff/writer.ts';
import { gradients as allGradients } from '../gradients/all.ts';
import { trainingOperators } from '../operators/all.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { SharedTensors } from './tensors.ts';
import { trainableWeights, withWeightsAsInputs } from './trainable.ts';
import { writeUpdates } from './write-updates.ts';

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
  /** Inputs that lie on the GPU already, see `compile`. */
  readonly given?: ReadonlyMap<string, Tensor>;
  /** `trainingOperators` unless told. */
  readonly operators?: OperatorTable;
  /** `gradients` unless told. */
  readonly gradients?: GradientTable;
}

/** The name of the graph's input for the optimiser's rates. */
const rateInput = 'learning rate';

/** What a training consists of besides its data: enough to go on from. */
export interface TrainingState {
  /** Steps so far. */
  readonly step: number;
  /** By name, row-major: weights, running statistics, and what the optimiser keeps. */
  readonly values: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

/**
 * A step of training as one plan: forward, loss, backward and update. Running it allocates nothing; weights
 * and what the optimiser keeps stay on the GPU.
 */
export class TrainingStep {
  /** By name: weights and running statistics, which plans that only infer can share (`given` of `compile`). */
  readonly weights: SharedTensors;
  readonly plan: Plan;
  readonly #states: SharedTensors;
  readonly #optimizer: Optimizer;
  readonly #loss: string;
  readonly #owner: Owner;
  #step = 0;

  private constructor(parts: {
    weights: SharedTensors;
    states: SharedTensors;
    plan: Plan;
    optimizer: Optimizer;
    loss: string;
    owner: Owner;
  }) {
    this.weights = parts.weights;
    this.plan = parts.plan;
    this.#states = parts.states;
    this.#optimizer = parts.optimizer;
    this.#loss = parts.loss;
    this.#owner = parts.owner;
  }

  /**
   * Writes down the gradients and the update, and compiles all of it.
   *
   * @throws FaceGpuError `unsupported-op` where an operator has no gradient; `bad-argument` where there is
   * nothing to train, or the loss is no single number; and as `compile` does
   */
  static async create(device: Device, options: TrainingStepOptions): Promise<TrainingStep> {
    const { optimizer, loss, running = new Map<string, string>(), dimensions = {} } = options;
    const { operators = trainingOperators, gradients = allGradients } = options;
    const trained = options.trained ?? trainableWeights(options.network, operators);
    if (trained.length === 0) throw nothingToTrain();
    const kept = [...trained, ...running.keys()];
    const { network, weights } = withWeightsAsInputs(options.network, kept);
    const differentiated = differentiate(network, {
      operators,
      gradients,
      loss,
      by: trained,
      dimensions,
    });
    const states = new Map(trained.map((name) => [name, `state of ${name}`]));
    const stateShapes = new Map<string, Shape>();
    for (const [name, { shape }] of weights) {
      const state = states.get(name);
      if (state !== undefined) stateShapes.set(state, optimizer.stateShape(shape));
    }
    const { graph, constants } = differentiated.network;
    const inputs = [
      ...graph.inputs,
      { name: rateInput, shape: [optimizer.rateCount], dtype: 'f32' } as const,
      ...[...stateShapes].map(([name, shape]) => ({ name, shape, dtype: 'f32' }) as const),
    ];
    const writer = new GraphWriter(
      { graph: { ...graph, inputs }, constants },
      operators,
      dimensions,
    );
    const updates = new Map([
      ...running,
      ...writeUpdates(writer, {
        rate: rateInput,
        states,
        optimizer,
        gradients: differentiated.gradients,
        clipNorm: options.clipNorm,
      }),
    ]);
    const whole = writer.finish();
    const outputs = [...new Set([loss, ...options.network.graph.outputs, ...updates.values()])];
    return owning(async (owner) => {
      const shapes = new Map([...weights].map(([name, { shape }]) => [name, shape]));
      const held = owner.keep(await SharedTensors.create(device, 'weights', shapes));
      const kept = owner.keep(await SharedTensors.create(device, 'optimiser', stateShapes));
      for (const [name, constant] of weights) held.write(name, valuesOf(constant));
      const plan = owner.keep(
        await compile({ graph: { ...whole.graph, outputs }, constants: whole.constants }, device, {
          operators,
          dimensions,
          given: new Map([...(options.given ?? []), ...held.tensors, ...kept.tensors]),
          updates: inputUpdates(updates),
        }),
      );
      return new TrainingStep({ weights: held, states: kept, plan, optimizer, loss, owner });
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
   * @returns what the network's outputs are, the loss among them, before the change
   * @throws FaceGpuError `not-finite` where the loss is no number: the weights are lost then
   */
  async run(values: Values, rate: number): Promise<Record<string, Float32Array>> {
    this.#step++;
    const rates = this.#optimizer.rates(rate, this.#step);
    const results = await this.plan.run({ ...values, [rateInput]: rates });
    const [loss] = results[this.#loss];
    if (!Number.isFinite(loss)) throw notFinite(this.#loss, loss, this.#step);
    return results;
  }

  /** Everything that the steps have changed. */
  async state(): Promise<TrainingState> {
    const [weights, states] = [await this.weights.read(), await this.#states.read()];
    return { step: this.#step, values: new Map([...weights, ...states]) };
  }

  /**
   * Goes on from a state.
   *
   * @throws FaceGpuError `bad-argument` where it is that of another network or optimiser
   */
  restore({ step, values }: TrainingState): void {
    for (const kept of [this.weights, this.#states]) {
      for (const name of kept.tensors.keys()) kept.write(name, values.get(name) ?? []);
    }
    this.#step = step;
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

function notFinite(name: string, value: number, step: number): FaceGpuError {
  return new FaceGpuError(
    'not-finite',
    `the loss "${name}" is ${value} at step ${step}`,
    'Go on from an earlier state, with a lower learning rate or gradients that are clipped.',
  );
}
