import { FaceGpuError, formatShape, type Shape } from '@facegpu/kernels';
import type { Constants, Network, Node } from '../ir/graph.ts';
import { NodeAttributes } from '../operators/attributes.ts';
import type { Operator, OperatorTable } from '../operators/operator.ts';
import type { Shapes } from './pass.ts';

/** Sizes of the axes that a graph names instead of giving their size. */
export type Dimensions = Readonly<Record<string, number>>;

/**
 * The shape of every value.
 *
 * @throws FaceGpuError `unsupported-op`, `shape-mismatch` or `bad-model`, naming the node
 */
export function inferShapes(
  { graph, constants }: Network,
  operators: OperatorTable,
  dimensions: Dimensions,
): Shapes {
  const shapes = new Map<string, Shape>();
  for (const [name, { shape }] of constants) shapes.set(name, shape);
  for (const { name, shape } of graph.inputs) {
    shapes.set(
      name,
      shape.map((size) => resolve(name, size, dimensions)),
    );
  }
  for (const node of graph.nodes) {
    const operator = operatorOf(node, operators);
    requireWeights(node, operator, constants);
    const context = {
      node,
      attributes: new NodeAttributes(node),
      shapes: node.inputs.map((input) => shapes.get(input)),
    };
    const shape = namingNode(node, () => operator.infer(context));
    if (shape.some((size) => !Number.isSafeInteger(size) || size < 0)) {
      throw new FaceGpuError(
        'shape-mismatch',
        `${node.operator}: the output would be ${formatShape(shape)} (node "${node.name}")`,
        'Check the sizes of the inputs.',
      );
    }
    shapes.set(node.output, shape);
  }
  return shapes;
}

/** The operator of a node. */
export function operatorOf(node: Node, operators: OperatorTable): Operator {
  const operator = operators[node.operator];
  if (!operator) {
    throw new FaceGpuError(
      'unsupported-op',
      `there is no operator ${node.operator} (node "${node.name}")`,
      `Pass a table that has it: these are known here: ${Object.keys(operators).join(', ')}.`,
    );
  }
  if (node.inputs.length > operator.inputs) {
    throw new FaceGpuError(
      'bad-model',
      `${node.operator} takes ${operator.inputs} inputs, not ${node.inputs.length} (node "${node.name}")`,
      'Convert the model again.',
    );
  }
  return operator;
}

/** Runs something that may throw, and adds the node's name to its message. */
export function namingNode<T>(node: Node, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FaceGpuError) || error.message.includes(`(node "`)) throw error;
    throw new FaceGpuError(error.code, `${error.message} (node "${node.name}")`, error.fix, {
      cause: error,
    });
  }
}

function requireWeights(node: Node, { weights = [] }: Operator, constants: Constants): void {
  for (const index of weights) {
    const name = node.inputs[index] ?? '';
    if (name === '' || constants.has(name)) continue;
    throw new FaceGpuError(
      'unsupported-op',
      `${node.operator}: input ${index} ("${name}") is computed (node "${node.name}")`,
      'It must be a weight, known before the run.',
    );
  }
}

function resolve(input: string, size: number | string, dimensions: Dimensions): number {
  const resolved = typeof size === 'number' ? size : dimensions[size];
  if (resolved !== undefined && Number.isSafeInteger(resolved) && resolved >= 0) return resolved;
  throw new FaceGpuError(
    'bad-argument',
    `the axis "${size}" of input "${input}" has no size`,
    `Compile with dimensions: { ${size}: … }.`,
  );
}
