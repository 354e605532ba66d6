import {
  type DType,
  FaceGpuError,
  formatShape,
  isReal,
  type Shape,
  shapeMismatch,
  type Tensor,
  type Weight,
} from '@facegpu/kernels';
import type { ValueType } from '../ir/graph.ts';
import type { InferContext, LowerContext } from './operator.ts';

/** What an input is that must be there. */
export function requireInput({ node, inputs }: InferContext, index: number): ValueType {
  const type = inputs[index];
  if (type) return type;
  throw new FaceGpuError(
    'bad-model',
    `${node.operator}: input ${index} is missing (node "${node.name}")`,
    'The operator needs it: convert the model again.',
  );
}

/** The same of an input that must hold f32 or f16. */
export function requireReal(context: InferContext, index: number): ValueType {
  const type = requireInput(context, index);
  if (isReal(type.dtype)) return type;
  throw shapeMismatch(
    `${context.node.operator}: ${inputName(context, index)} holds ${type.dtype}`,
    'It must hold f32 or f16: cast it.',
  );
}

/** An input that must hold this dtype. */
export function requireDtype(context: InferContext, index: number, wanted: DType): ValueType {
  const type = requireInput(context, index);
  if (type.dtype === wanted) return type;
  throw shapeMismatch(
    `${context.node.operator}: ${inputName(context, index)} holds ${type.dtype}`,
    `It must hold ${wanted}: cast it.`,
  );
}

/** The shape of an input that must hold f32 or f16 and have this many axes. */
export function requireRank(context: InferContext, index: number, rank: number): Shape {
  const { shape } = requireReal(context, index);
  if (shape.length === rank) return shape;
  throw shapeMismatch(
    `${context.node.operator}: ${inputName(context, index)} is ${formatShape(shape)}`,
    `It must have ${rank} axes.`,
  );
}

/** The dtype that all inputs share. */
export function requireSameDtype(context: InferContext): DType {
  const [{ dtype }, ...rest] = context.node.inputs.map((_, i) => requireInput(context, i));
  const other = rest.findIndex((type) => type.dtype !== dtype);
  if (other < 0) return dtype;
  throw shapeMismatch(
    `${context.node.operator}: ${inputName(context, 0)} holds ${dtype}, ${inputName(context, other + 1)} ${rest[other].dtype}`,
    'All must hold the same: cast one.',
  );
}

/**
 * Whole numbers that an operator needs before the run: those of an input, or of an attribute in its
 * place. Nothing where neither is there.
 *
 * @param index of the input
 * @param attribute its name, and what the node says
 * @throws FaceGpuError `bad-model` where both are there, or the input isn't known
 */
export function knownNumbers(
  { node, inputs }: InferContext,
  index: number,
  [name, given]: readonly [name: string, given: readonly number[] | undefined],
): readonly number[] | undefined {
  const computed = inputs[index];
  if (!computed) return given;
  if (computed.known && given === undefined) return [...computed.known];
  throw new FaceGpuError(
    'bad-model',
    `${node.operator}: ${name} ${computed.known ? 'is given twice' : 'is not known before the run'} (node "${node.name}")`,
    `Give it as the attribute ${name}, or as input ${index}, computed from shapes and weights.`,
  );
}

/** The same where one of both must be there. */
export function requireNumbers(
  context: InferContext,
  index: number,
  attribute: readonly [name: string, given: readonly number[] | undefined],
): readonly number[] {
  const numbers = knownNumbers(context, index, attribute);
  if (numbers) return numbers;
  throw new FaceGpuError(
    'bad-model',
    `${context.node.operator}: ${attribute[0]} is missing (node "${context.node.name}")`,
    `Give it as an attribute, or as input ${index}.`,
  );
}

/**
 * Indices that are known before the run lie within an axis.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function requireWithin(
  { node }: InferContext,
  indices: ArrayLike<number>,
  size: number,
): void {
  const outside = Array.from(indices).find((index) => index < -size || index >= size);
  if (outside === undefined) return;
  throw shapeMismatch(
    `${node.operator}: index ${outside} of an axis of ${size} (node "${node.name}")`,
    `Indices go from ${-size} to ${size - 1}.`,
  );
}

/** Indices are whole numbers: i32, or u32. */
export function requireIndices(context: InferContext, index: number): ValueType {
  const type = requireInput(context, index);
  if (type.dtype === 'i32' || type.dtype === 'u32') return type;
  throw shapeMismatch(
    `${context.node.operator}: ${inputName(context, index)} holds ${type.dtype}`,
    'It must hold i32 or u32: cast it.',
  );
}

/** Whether an axis of the first input, which may count from the end, is another than the batch's. */
export function isBehindBatch(context: InferContext, axis: number): boolean {
  return axis !== 0 && axis !== -requireInput(context, 0).shape.length;
}

/** The tensor of an input that the operator doesn't take as weights. */
export function requireTensor({ node, tensors }: LowerContext, index: number): Tensor {
  const tensor = tensors[index];
  if (tensor) return tensor;
  throw missing(node.operator, index, 'tensor');
}

/** An input that the operator takes as weights. */
export function requireWeight({ node, weights }: LowerContext, index: number): Weight {
  const weight = weights[index];
  if (weight) return weight;
  throw missing(node.operator, index, 'tensor');
}

function inputName({ node }: InferContext, index: number): string {
  return `input ${index} ("${node.inputs[index]}")`;
}

function missing(operator: string, index: number, what: string): FaceGpuError {
  return new FaceGpuError(
    'bad-model',
    `${operator}: input ${index} has no ${what}`,
    'The operator needs it: convert the model again.',
  );
}
