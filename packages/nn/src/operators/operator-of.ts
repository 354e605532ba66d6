import { FaceGpuError } from '@facegpu/kernels';
import type { Node } from '../ir/graph.ts';
import type { Operator, OperatorTable } from './operator.ts';

/**
 * The operator of a node.
 *
 * @throws FaceGpuError `unsupported-op` where the table lacks it, `bad-model` where it takes fewer
 * inputs than the node gives it, has fewer outputs, or applies no activation
 */
export function operatorOf(node: Node, operators: OperatorTable): Operator {
  const { name, operator: wanted, inputs, outputs } = node;
  if (!Object.hasOwn(operators, wanted)) {
    throw new FaceGpuError(
      'unsupported-op',
      `there is no operator ${wanted} (node "${name}")`,
      `Pass a table that has it: these are known here: ${Object.keys(operators).join(', ')}.`,
    );
  }
  const operator = operators[wanted];
  const most = operator.outputs ?? 1;
  if (inputs.length > operator.inputs || outputs.length > most) {
    throw new FaceGpuError(
      'bad-model',
      `${wanted} has ${operator.inputs} inputs and ${most} outputs at most, not ${inputs.length} and ${outputs.length} (node "${name}")`,
      'Convert the model again.',
    );
  }
  const refused =
    (node.activation && !operator.fusesActivation) ||
    (node.inputActivation && !operator.fusesInputActivation);
  if (refused) {
    throw new FaceGpuError(
      'bad-model',
      `${wanted} applies no such activation by itself (node "${name}")`,
      'Make the activation a node of its own.',
    );
  }
  return operator;
}
