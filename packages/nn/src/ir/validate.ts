import { FaceGpuError } from '@facegpu/kernels';
import type { Graph } from './graph.ts';

/**
 * Checks that a graph hangs together: names are unique, and each node comes after what it reads.
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
  const define = (name: string, what: string) => {
    if (known.has(name)) throw badGraph(`${what} is named ${name}, and so is an earlier value`);
    known.add(name);
  };
  for (const { name } of graph.inputs) define(name, 'an input');
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      if (input !== '' && !known.has(input)) {
        throw badGraph(`node "${node.name}" (${node.operator}) reads "${input}", which is missing`);
      }
    }
    define(node.output, `the output of node "${node.name}"`);
  }
  for (const output of graph.outputs) {
    if (!known.has(output)) throw badGraph(`the output "${output}" is missing`);
  }
}
