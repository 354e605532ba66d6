import type { Dimensions, GraphInput, Network } from '@facegpu/nn';
import { differentiate } from '../autodiff/differentiate.ts';
import { GraphWriter } from '../autodiff/writer.ts';
import type { StepSpec } from './step-program.ts';

/** A part of a step: a network, and which of its inputs become which of its values when it has run. */
export interface StepPart {
  readonly network: Network;
  readonly updates: ReadonlyMap<string, string>;
}

/** What the parts of a step pass on to one another: names of values. */
export interface PassedOn {
  /** The rows, and the gradient of the loss for them. */
  readonly rows: string;
  readonly rowGradient: string;
  /** By the name of a weight, that of the sum of its gradients. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Computes the loss of all rows, and its gradients for them and for the weights that it reads itself. */
export function lossPart(
  spec: StepSpec,
  head: Network,
  { rows, rowGradient, sums }: PassedOn,
): StepPart {
  const { operators, gradients, loss, dimensions } = spec;
  const targets = new Map([[rows, rowGradient], ...sumsOf(head, sums)]);
  const { network, gradients: computed } = differentiate(head, {
    operators,
    gradients,
    loss,
    by: [...targets.keys()],
    dimensions,
  });
  const given = network.graph.inputs.filter(({ name }) => targets.has(name));
  const kept = given.map((input) => ({ ...input, name: targets.get(input.name) ?? '' }));
  const outputs = [...new Set([loss, ...network.graph.outputs])];
  const updates = [...targets].map(([of, target]) => [target, computed.get(of) ?? ''] as const);
  return { network: withInputs(network, kept, outputs), updates: new Map(updates) };
}

/** Computes some rows, and adds to the sums what the gradient of the loss for them says of the weights. */
export function backwardPart(
  spec: StepSpec,
  body: Network,
  { rows, rowGradient, sums }: PassedOn,
  dimensions: Dimensions,
): StepPart {
  const { operators, gradients } = spec;
  const targets = sumsOf(body, sums);
  const forward = new GraphWriter(body, operators, dimensions);
  const { shape } = forward.typeOf(rows);
  const given: GraphInput[] = [{ name: rowGradient, shape, dtype: 'f32' }];
  for (const input of body.graph.inputs) {
    const sum = targets.get(input.name);
    if (sum !== undefined) given.push({ ...input, name: sum });
  }
  const writer = new GraphWriter(withInputs(body, given, []), operators, dimensions);
  writer.begin('rows ');
  // Its gradient for the rows is the one that is given.
  const [weighted] = writer.add('mul', [rows, rowGradient], {}, 1);
  const [loss] = writer.add('reduceSum', [weighted], { keepDims: false }, 1);
  const differentiated = differentiate(writer.finish(), {
    operators,
    gradients,
    loss,
    by: [...targets.keys()],
    dimensions,
  });
  const adding = new GraphWriter(differentiated.network, operators, dimensions);
  adding.begin('sum ');
  const updates = [...targets].map(([weight, sum]) => {
    const gradient = differentiated.gradients.get(weight) ?? '';
    return [sum, adding.add('add', [sum, gradient], {}, 1)[0]] as const;
  });
  return { network: adding.finish(), updates: new Map(updates) };
}

/** Changes the weights by the sums of their gradients. */
export function updatePart(spec: StepSpec, { sums }: PassedOn): StepPart {
  const { operators, weights, rule } = spec;
  const inputs = [...sums].flatMap(([weight, sum]): GraphInput[] => {
    const { shape = [], dtype = 'f32' } = weights.get(weight) ?? {};
    return [weight, sum].map((name) => ({ name, shape, dtype }));
  });
  const all = [...inputs, ...rule.inputs(weights)];
  const graph = { inputs: all, outputs: [], nodes: [] };
  const writer = new GraphWriter({ graph, constants: new Map() }, operators, {});
  const updates = rule.write(writer, sums);
  return { network: writer.finish(), updates };
}

/** The sums of the weights that a part reads. */
function sumsOf(part: Network, sums: PassedOn['sums']): Map<string, string> {
  const read = new Set(part.graph.inputs.map(({ name }) => name));
  return new Map([...sums].filter(([weight]) => read.has(weight)));
}

function withInputs(
  { graph, constants }: Network,
  added: readonly GraphInput[],
  outputs: readonly string[],
): Network {
  return { graph: { ...graph, inputs: [...graph.inputs, ...added], outputs }, constants };
}
