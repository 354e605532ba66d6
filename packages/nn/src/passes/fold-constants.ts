import { activate, elementCount } from '@facegpu/kernels';
import { toConstant, valuesOf } from '../ir/constant.ts';
import type { Constant, Constants, Node, ValueTypes } from '../ir/graph.ts';
import { namingNode } from '../ir/naming-node.ts';
import { readAttributes } from '../operators/attributes.ts';
import type { Operator } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';
import type { Pass } from './pass.ts';

/** Results may have this many elements, or as many as went in: a constant is kept in memory. */
const mostElements = 65_536;

/** Computes what depends on nothing but weights and shapes. Outputs of the graph stay computed. */
export const foldConstants: Pass = {
  name: 'fold constants',
  run({ graph, constants }, { operators, types }) {
    const known = new Map(constants);
    const nodes = graph.nodes.filter((node) => {
      if (node.outputs.some((output) => graph.outputs.includes(output))) return true;
      const folded = namingNode(node, () => {
        return evaluated(node, operatorOf(node, operators), known, types);
      });
      for (const [i, constant] of (folded ?? []).entries()) known.set(node.outputs[i], constant);
      return folded === undefined;
    });
    return nodes.length === graph.nodes.length
      ? { graph, constants }
      : { graph: { ...graph, nodes }, constants: known };
  },
};

/** The outputs of a node, where they can be computed beforehand. */
export function evaluated(
  node: Node,
  operator: Operator,
  constants: Constants,
  types: ValueTypes,
): Constant[] | undefined {
  const operands = node.inputs.map((input) => constants.get(input));
  const isKnown = operands.every((operand, i) => operand || node.inputs[i] === '');
  if (!operator.evaluate || !(isKnown || operator.readsShapes)) return undefined;
  const outputs = node.outputs.flatMap((output) => types.get(output) ?? []);
  const most = Math.max(mostElements, ...operands.map((operand) => sizeOf(operand?.shape)));
  if (outputs.some(({ shape }) => sizeOf(shape) > most)) return undefined;

  const [first] = operands;
  const [{ shape }] = outputs;
  const scalesAlike = !first?.affine || first.shape.at(-1) === shape.at(-1);
  // What is stored is shared as long as it can be.
  if (operator.isView && first && scalesAlike) return [{ ...first, shape }];

  const inputs = node.inputs.map((input) => types.get(input));
  const context = { node, attributes: readAttributes(node, operator.attributes), inputs };
  const values = operator.readsShapes
    ? []
    : operands.map((operand) => (operand ? valuesOf(operand) : new Float64Array(0)));
  const { activation } = node;
  return operator.evaluate(values, context).map((result, i) => {
    const activated = activation ? result.map((value) => activate(activation, value)) : result;
    return toConstant(outputs[i].shape, activated, outputs[i].dtype);
  });
}

function sizeOf(shape: readonly number[] = []): number {
  return elementCount(shape);
}
