import type { Shape } from '@facegpu/kernels';
import type { Constants, GraphInput } from '@facegpu/nn';
import type { GraphWriter } from '../autodiff/writer.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** The names of the graph's inputs for what changes with the step: the optimiser's rates, and the average's share. */
const rateInput = 'learning rate';
const shareInput = 'share of the average';

export interface UpdateRuleOptions {
  readonly optimizer: Optimizer;
  /** The weights that follow their gradients. */
  readonly trained: readonly string[];
  /** Other values that a step changes, with the name of what each becomes. */
  readonly running: ReadonlyMap<string, string>;
  /** The most that the norm of all gradients together may be. No limit unless told. */
  readonly clipNorm?: number | undefined;
  /** How much of the average of each value stays at a step; nothing is averaged unless told. */
  readonly average?: number | undefined;
}

/** How a step changes weights: what it keeps of them besides, and the nodes that compute what all becomes. */
export class UpdateRule {
  /** By the name of a weight, that of what the optimiser keeps of it. */
  readonly states: ReadonlyMap<string, string>;
  /** By the name of a value, that of its average. */
  readonly averages: ReadonlyMap<string, string>;
  readonly #options: UpdateRuleOptions;

  constructor(options: UpdateRuleOptions) {
    const { trained, running, average } = options;
    this.#options = options;
    this.states = new Map(trained.map((name) => [name, `state of ${name}`]));
    const averaged = average === undefined ? [] : [...trained, ...running.keys()];
    this.averages = new Map(averaged.map((name) => [name, `average of ${name}`]));
  }

  /** The shape of what the optimiser keeps, by its name. */
  stateShapes(weights: Constants): Map<string, Shape> {
    const { optimizer } = this.#options;
    return new Map(
      [...this.states].map(([weight, state]) => {
        return [state, optimizer.stateShape(weights.get(weight)?.shape ?? [])];
      }),
    );
  }

  /** The inputs of a graph that `write` reads, besides weights and gradients. */
  inputs(weights: Constants): readonly GraphInput[] {
    const { optimizer } = this.#options;
    const shapes = new Map<string, Shape>([[rateInput, [optimizer.rateCount]]]);
    for (const [name, shape] of this.stateShapes(weights)) shapes.set(name, shape);
    for (const [value, average] of this.averages) {
      shapes.set(average, weights.get(value)?.shape ?? []);
    }
    if (this.averages.size > 0) shapes.set(shareInput, [1]);
    return [...shapes].map(([name, shape]) => ({ name, shape, dtype: 'f32' }));
  }

  /**
   * What the inputs are at a step that aren't kept. The average is that of the values after each step, as if it had
   * begun at nothing and were divided by what it has of 1 (as Adam corrects its means): the first is the value itself.
   *
   * @param step counts from 1
   */
  values(rate: number, step: number): Readonly<Record<string, readonly number[]>> {
    const { optimizer, average = 0 } = this.#options;
    const share = { [shareInput]: [(1 - average) / (1 - average ** step)] };
    return {
      [rateInput]: optimizer.rates(rate, step),
      ...(this.averages.size > 0 && share),
    };
  }

  /**
   * Writes down the step.
   *
   * @param gradients for each weight the name of its gradient
   * @returns for everything that a step changes the name of what it becomes
   */
  write(writer: GraphWriter, gradients: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const { optimizer, running, clipNorm } = this.#options;
    writer.begin('update ');
    const scale =
      clipNorm === undefined
        ? writer.constant([1], [1], 'f32')
        : clippingScale(writer, [...gradients.values()], clipNorm);
    const updates = new Map(running);
    for (const [weight, gradient] of gradients) {
      writer.begin(`update ${weight} `);
      const state = this.states.get(weight) ?? '';
      const { operator, attributes } = optimizer;
      const inputs = [weight, gradient, state, rateInput, scale];
      const [newWeight, newState] = writer.add(operator, inputs, attributes, 2);
      updates.set(weight, newWeight);
      updates.set(state, newState);
    }
    for (const [value, average] of this.averages) {
      writer.begin(`update ${value} `);
      const inputs = [average, updates.get(value) ?? '', shareInput];
      updates.set(average, writer.add('movingAverage', inputs, {}, 1)[0]);
    }
    return updates;
  }
}

/** 1 where the norm of all gradients together is within its limit, else what brings it there. */
function clippingScale(writer: GraphWriter, gradients: readonly string[], limit: number): string {
  const add = (operator: string, inputs: readonly string[], attributes = {}) => {
    return writer.add(operator, inputs, attributes, 1)[0];
  };
  const shape: Shape = [1];
  const squares = gradients.map((gradient) => {
    const sum = add('reduceSumSquare', [gradient], { keepDims: false });
    return add('reshape', [sum], { shape: [...shape] });
  });
  const total = squares.reduce((a, b) => add('add', [a, b]));
  const wanted = add('div', [writer.constant(shape, [limit], 'f32'), add('sqrt', [total])]);
  return add('min', [wanted, writer.constant(shape, [1], 'f32')]);
}
