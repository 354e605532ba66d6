import { elementCount, FaceGpuError, formatShape } from '@facegpu/kernels';
import {
  type Dimensions,
  type Network,
  type Node,
  type OperatorTable,
  readAttributes,
} from '@facegpu/nn';
import { GradientContext } from './context.ts';
import type { Gradient, GradientTable } from './gradient.ts';
import { GraphWriter } from './writer.ts';

export interface DifferentiateOptions {
  /** The operators of the network and of the gradients. */
  readonly operators: OperatorTable;
  /** The gradient of each operator that lies between the loss and what it is differentiated by. */
  readonly gradients: GradientTable;
  /** The name of the value that is differentiated: one number, of any rank. */
  readonly loss: string;
  /** The names of the values by which it is differentiated: inputs, weights, or what nodes compute. */
  readonly by: readonly string[];
  /** Sizes of the axes that the graph names. */
  readonly dimensions?: Dimensions | undefined;
}

/** A network that computes gradients too. */
export interface Differentiated {
  /** The network with the nodes of the gradients; its outputs are the same. */
  readonly network: Network;
  /** By the names of `by`: the name of the gradient, which has the value's shape. */
  readonly gradients: ReadonlyMap<string, string>;
}

/**
 * Reverse mode as a rewrite of the graph: behind its nodes stand those that compute the gradients of a loss,
 * from the last node to the first. What is read in several places gets the sum of what these give.
 *
 * @throws FaceGpuError `unsupported-op` that names an operator without a gradient; `bad-argument` where the
 * loss is more than a number, or doesn't depend on one of `by`; and as `inferTypes` does
 */
export function differentiate(network: Network, options: DifferentiateOptions): Differentiated {
  const { operators, loss, by, dimensions = {} } = options;
  const writer = new GraphWriter(network, operators, dimensions);
  requireScalar(writer, loss);
  for (const name of by) writer.typeOf(name);
  const wanted = dependents(network, by);
  const parts = new Map<string, string[]>();
  writer.begin('gradient ');
  const { shape } = writer.typeOf(loss);
  parts.set(loss, [writer.constant(shape, [1], 'f32')]);
  /** The gradient of a value, once all its readers have given their part. */
  const gradientOf = (name: string): string | undefined => {
    const [first, ...rest] = parts.get(name) ?? [];
    if (first === undefined) return undefined;
    const sum = rest.reduce((a, b) => writer.add('add', [a, b], {}, 1)[0], first);
    parts.set(name, [sum]);
    return sum;
  };
  for (const node of [...network.graph.nodes].reverse()) {
    const isBetween = node.inputs.some((name) => wanted.has(name));
    if (!isBetween || !node.outputs.some((name) => parts.has(name))) continue;
    writer.begin(`gradient ${node.name} `);
    const gradients = node.outputs.map(gradientOf);
    const attributes = readAttributes(node, operators[node.operator].attributes);
    const context = new GradientContext(writer, node, attributes, gradients, wanted);
    gradientFor(
      node,
      options,
    )(context).forEach((gradient, i) => {
      const input = node.inputs[i];
      if (gradient === undefined || !wanted.has(input)) return;
      parts.set(input, [...(parts.get(input) ?? []), gradient]);
    });
  }
  writer.begin('gradient ');
  const results = by.map((name) => [name, gradientOf(name) ?? ''] as const);
  const missing = results.find(([, gradient]) => gradient === '');
  if (missing) throw independent(loss, missing[0]);
  return { network: writer.finish(), gradients: new Map(results) };
}

/** Values on which some of these have an influence, these included. */
export function dependents({ graph }: Network, of: readonly string[]): ReadonlySet<string> {
  const found = new Set(of);
  for (const { inputs, outputs } of graph.nodes) {
    if (!inputs.some((name) => found.has(name))) continue;
    for (const output of outputs) found.add(output);
  }
  return found;
}

function gradientFor({ operator, name }: Node, { gradients }: DifferentiateOptions): Gradient {
  const gradient = Object.hasOwn(gradients, operator) ? gradients[operator] : undefined;
  if (gradient) return gradient;
  throw new FaceGpuError(
    'unsupported-op',
    `${operator} has no gradient (node "${name}")`,
    `Train what comes behind it, or give a gradient for it: these are there: ${Object.keys(gradients).join(', ')}.`,
  );
}

function requireScalar(writer: GraphWriter, loss: string): void {
  const { shape, dtype } = writer.typeOf(loss);
  if (elementCount(shape) === 1 && dtype === 'f32') return;
  throw new FaceGpuError(
    'bad-argument',
    `the loss "${loss}" is ${formatShape(shape)} ${dtype}`,
    'It must be one f32: take the mean or the sum.',
  );
}

function independent(loss: string, name: string): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `the loss "${loss}" does not depend on "${name}", or not smoothly`,
    'Leave it out of what is trained.',
  );
}
