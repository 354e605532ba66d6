import {
  type DType,
  FaceGpuError,
  formatShape,
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
  if (type.dtype === 'f32' || type.dtype === 'f16') return type;
  throw shapeMismatch(
    `${context.node.operator}: ${inputName(context, index)} holds ${type.dtype}`,
    'It must hold f32 or f16: cast it.',
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
