import { FaceGpuError } from '@facegpu/kernels';
import type { Graph } from './graph.ts';

/**
 * Checks that a graph hangs together: names are unique, each node comes after what it reads, and each
 * output is computed or given.
 *
 * @param weights names of the values known before the run
 * @param source names the graph in errors
 * @throws FaceGpuError `bad-model` that names the node
 */
export function validateGraph(
  graph: Graph,
  weights: ReadonlySet<string>,
  source = 'the graph',
): void {
  const badGraph = (what: string) =>
    new FaceGpuError(
      'bad-model',
      `${source}: ${what}`,
      'The file is incomplete or was edited: convert the model again.',
    );
  const known = new Set(weights);
  const nodes = new Set<string>();
  const later = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const define = (name: string, what: string) => {
    if (name === '') throw badGraph(`${what} has no name`);
    if (known.has(name)) throw badGraph(`${what} is named ${name}, and so is an earlier value`);
    known.add(name);
  };
  for (const { name } of graph.inputs) define(name, 'an input');
  for (const { name, operator, inputs, outputs } of graph.nodes) {
    if (nodes.has(name)) throw badGraph(`two nodes are named "${name}"`);
    nodes.add(name);
    for (const input of inputs) {
      if (input === '' || known.has(input)) continue;
      const where = later.has(input) ? 'computed by a later node, or by itself' : 'missing';
      throw badGraph(`node "${name}" (${operator}) reads "${input}", which is ${where}`);
    }
    for (const output of outputs) define(output, `an output of node "${name}"`);
  }
  for (const output of graph.outputs) {
    if (weights.has(output)) throw badGraph(`the output "${output}" is a weight`);
    if (!known.has(output)) throw badGraph(`the output "${output}" is missing`);
  }
  if (new Set(graph.outputs).size < graph.outputs.length) {
    throw badGraph(`an output is listed twice: ${graph.outputs.join(', ')}`);
  }
}
