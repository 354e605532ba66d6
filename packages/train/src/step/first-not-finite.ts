import { compile, inferTypes, type Network, type Values } from '@facegpu/nn';
import type { StepSpec } from './step-program.ts';

/** So many nodes' values are looked at in one run: all of a step at once may be more than memory holds. */
const nodesAtOnce = 32;

/**
 * The first value of a step that isn't finite: of its inputs, then of its nodes in their order, forward, backward and
 * update.
 *
 * @param network the step as a whole
 * @param values of all inputs; those that lie on the GPU are as they are there
 * @returns its name; nothing where all are finite
 * @throws FaceGpuError as `compile` does
 */
export async function firstNotFinite(
  { graph, constants }: Network,
  { device, dimensions, operators, given }: StepSpec,
  values: Values,
): Promise<string | undefined> {
  const bad = Object.keys(values).find((name) => !Array.from(values[name]).every(Number.isFinite));
  if (bad !== undefined) return bad;
  const types = inferTypes({ graph, constants }, operators, dimensions);
  for (let first = 0; first < graph.nodes.length; first += nodesAtOnce) {
    const nodes = graph.nodes.slice(0, first + nodesAtOnce);
    const outputs = nodes
      .slice(first)
      .flatMap((node) => node.outputs)
      .filter((name) => types.get(name)?.dtype === 'f32');
    const read = new Set(nodes.flatMap(({ inputs }) => inputs));
    const inputs = graph.inputs.filter(({ name }) => read.has(name));
    const plan = await compile({ graph: { inputs, nodes, outputs }, constants }, device, {
      operators,
      dimensions,
      given: new Map([...given].filter(([name]) => read.has(name))),
    });
    const own = Object.entries(values).filter(([name]) => read.has(name) && !given.has(name));
    const results = await plan.run(Object.fromEntries(own)).finally(() => plan.dispose());
    const found = outputs.find((name) => !results[name].every(Number.isFinite));
    if (found !== undefined) return found;
  }
  return undefined;
}
