import { elementCount, FaceGpuError, formatShape, isReal, type Shape } from '@facegpu/kernels';
import { readAttributes } from '../operators/attributes.ts';
import type { InferContext, Operator, OperatorTable } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';
import { toConstant, valuesOf } from './constant.ts';
import type { Constant, Network, Node, ValueType, ValueTypes } from './graph.ts';
import { namingNode } from './naming-node.ts';

/** Sizes of the axes that a graph names instead of giving their size. */
export type Dimensions = Readonly<Record<string, number>>;

/** Elements are counted in 32 bits on the GPU. */
const mostElements = 2 ** 31 - 1;

/** Shapes are computed as they are inferred, and whatever else is as small. */
const mostKnown = 1024;

/**
 * Shape and dtype of every value, and the numbers of those that are sizes or indices.
 *
 * @throws FaceGpuError `unsupported-op`, `shape-mismatch`, `out-of-memory` or `bad-model`, naming the
 * node; `bad-argument` where an axis has a name and no size
 */
export function inferTypes(
  { graph, constants }: Network,
  operators: OperatorTable,
  dimensions: Dimensions,
): ValueTypes {
  const types = new Map<string, ValueType>();
  for (const [name, constant] of constants) types.set(name, typeOfConstant(constant));
  for (const { name, shape, dtype } of graph.inputs) {
    const sizes = shape.map((size) => resolve(name, size, dimensions));
    requireCountable(`input "${name}"`, sizes);
    types.set(name, { shape: sizes, dtype });
  }
  for (const node of graph.nodes) {
    const outputs = inferNode(node, operators, types);
    node.outputs.forEach((name, i) => {
      types.set(name, outputs[i]);
    });
  }
  return types;
}

/** What a constant is. */
export function typeOfConstant(constant: Constant): ValueType {
  const { shape, dtype } = constant;
  const isSmall = !isReal(dtype) && elementCount(shape) <= mostKnown;
  return { shape, dtype, ...(isSmall && { known: valuesOf(constant) }) };
}

/**
 * What each output of a node is, where `types` has its inputs.
 *
 * @throws FaceGpuError as {@link inferTypes} does
 */
export function inferNode(
  node: Node,
  operators: OperatorTable,
  types: ValueTypes,
): readonly ValueType[] {
  const operator = operatorOf(node, operators);
  const outputs = namingNode(node, () => {
    const attributes = readAttributes(node, operator.attributes);
    const inputs = node.inputs.map((input) => types.get(input));
    const context = { node, attributes, inputs };
    return withKnown(operator.infer(context), operator, context);
  });
  if (outputs.length !== node.outputs.length) throw wrongOutputs(node, outputs.length);
  node.outputs.forEach((name, i) => {
    namingNode(node, () => requireCountable(`${node.operator}: "${name}"`, outputs[i].shape));
  });
  return outputs;
}

/** The outputs with their numbers, where these are sizes, indices and the like. */
function withKnown(
  outputs: readonly ValueType[],
  operator: Operator,
  context: InferContext,
): readonly ValueType[] {
  const isSmall = outputs.every(({ shape, dtype }) => {
    return !isReal(dtype) && elementCount(shape) <= mostKnown;
  });
  const { node, inputs } = context;
  const isKnown =
    operator.readsShapes || node.inputs.every((name, i) => name === '' || inputs[i]?.known);
  if (!operator.evaluate || !isSmall || !isKnown) return outputs;
  // An input that isn't there keeps its place.
  const values = operator.readsShapes
    ? []
    : inputs.map((input) => input?.known ?? new Float64Array(0));
  const results = operator.evaluate(values, context);
  return outputs.map(({ shape, dtype }, i) => {
    return { shape, dtype, known: valuesOf(toConstant(shape, results[i], dtype)) };
  });
}

/** The shape of a value that the network has. */
export function shapeOf(types: ValueTypes, value: string): Shape {
  return types.get(value)?.shape ?? [];
}

function requireCountable(what: string, shape: Shape): void {
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw new FaceGpuError(
      'shape-mismatch',
      `${what} would be ${formatShape(shape)}`,
      'Sizes are whole numbers from 0: check those of the inputs.',
    );
  }
  if (elementCount(shape) > mostElements) {
    throw new FaceGpuError(
      'out-of-memory',
      `${what} would be ${formatShape(shape)}, which is ${elementCount(shape)} elements`,
      `A tensor has ${mostElements} at most: use smaller inputs, or a smaller batch.`,
    );
  }
}

function wrongOutputs({ name, operator, outputs }: Node, count: number): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${operator} computes ${count} values, not ${outputs.length} (node "${name}")`,
    'The file is incomplete or was edited: convert the model again.',
  );
}

function resolve(input: string, size: number | string, dimensions: Dimensions): number {
  const given = Object.hasOwn(dimensions, size) ? dimensions[size] : undefined;
  const resolved = typeof size === 'number' ? size : given;
  if (resolved !== undefined && Number.isSafeInteger(resolved) && resolved >= 0) return resolved;
  throw new FaceGpuError(
    'bad-argument',
    `the axis "${size}" of input "${input}" has no size`,
    `Compile with dimensions: { ${size}: … }.`,
  );
}
