import { valuesOf } from '../ir/constant.ts';
import type { Network, Node } from '../ir/graph.ts';
import { operatorReferences } from './operator-references.ts';
import type { Operand, Reference } from './reference.ts';

/**
 * Computes a network in float64, node by node, from the operators' references.
 *
 * @param inputs by name
 * @param references of more operators than nn has
 * @throws Error where an operator has no reference, or a node was fused
 */
export function evaluate(
  { graph, constants }: Network,
  inputs: Readonly<Record<string, Operand>>,
  references: Readonly<Record<string, Reference>> = operatorReferences,
): ReadonlyMap<string, Operand> {
  const values = new Map<string, Operand>(Object.entries(inputs));
  for (const [name, constant] of constants) {
    values.set(name, { shape: constant.shape, values: valuesOf(constant) });
  }
  const absent: Operand = { shape: [], values: new Float64Array(0) };
  for (const node of graph.nodes) {
    const operands = node.inputs.map((name) => (name === '' ? absent : found(values, name)));
    referenceOf(node, references)(operands, node.attributes).forEach((operand, i) => {
      values.set(node.outputs[i], operand);
    });
  }
  return values;
}

function referenceOf(
  { operator, name, activation, inputActivation }: Node,
  references: Readonly<Record<string, Reference>>,
): Reference {
  if (activation || inputActivation) throw new Error(`${name} was fused: nothing refers to it`);
  if (!Object.hasOwn(references, operator)) {
    throw new Error(`${operator} has no reference (node ${name})`);
  }
  return references[operator];
}

function found(values: ReadonlyMap<string, Operand>, name: string): Operand {
  const operand = values.get(name);
  if (!operand) throw new Error(`nothing gives ${name}`);
  return operand;
}
