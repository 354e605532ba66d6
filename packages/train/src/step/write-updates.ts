import type { Shape } from '@facegpu/kernels';
import type { GraphWriter } from '../autodiff/writer.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** What changes from step to step besides the weights: inputs of the graph, by name. */
export interface UpdateInputs {
  /** The optimiser's `rate`. */
  readonly rate: string;
  /** For each weight what the optimiser keeps of it. */
  readonly states: ReadonlyMap<string, string>;
}

export interface WriteUpdatesOptions extends UpdateInputs {
  readonly optimizer: Optimizer;
  /** For each weight the name of its gradient. */
  readonly gradients: ReadonlyMap<string, string>;
  /** The most that the norm of all gradients together may be. No limit unless told. */
  readonly clipNorm?: number | undefined;
}

/**
 * Writes down the step of an optimiser.
 *
 * @returns for each weight, and for each state, the name of what it becomes
 */
export function writeUpdates(
  writer: GraphWriter,
  options: WriteUpdatesOptions,
): ReadonlyMap<string, string> {
  const { optimizer, gradients, rate, states, clipNorm } = options;
  writer.begin('update ');
  const scale =
    clipNorm === undefined
      ? writer.constant([1], [1], 'f32')
      : clippingScale(writer, [...gradients.values()], clipNorm);
  const updates = new Map<string, string>();
  for (const [weight, gradient] of gradients) {
    writer.begin(`update ${weight} `);
    const state = states.get(weight) ?? '';
    const { operator, attributes } = optimizer;
    const inputs = [weight, gradient, state, rate, scale];
    const [newWeight, newState] = writer.add(operator, inputs, attributes, 2);
    updates.set(weight, newWeight);
    updates.set(state, newState);
  }
  return updates;
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
