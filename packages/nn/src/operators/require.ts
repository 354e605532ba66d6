import { FaceGpuError, formatShape, type Shape, type Tensor, type Weights } from '@facegpu/kernels';
import { valuesOf } from '../ir/constant.ts';
import type { InferContext, LowerContext } from './operator.ts';

/** The shape of an input that must be there. */
export function requireInput({ node, shapes }: InferContext, index: number): Shape {
  const shape = shapes[index];
  if (shape) return shape;
  throw new FaceGpuError(
    'bad-model',
    `${node.operator}: input ${index} is missing (node "${node.name}")`,
    'The operator needs it: convert the model again.',
  );
}

/** The shape of an input that must have this many axes. */
export function requireRank(context: InferContext, index: number, rank: number): Shape {
  const shape = requireInput(context, index);
  if (shape.length === rank) return shape;
  const { node } = context;
  throw new FaceGpuError(
    'shape-mismatch',
    `${node.operator}: input ${index} ("${node.inputs[index]}") is ${formatShape(shape)} (node "${node.name}")`,
    `It must have ${rank} axes.`,
  );
}

/** The tensor of an input that is computed or given, not a weight. */
export function requireTensor({ node, tensors }: LowerContext, index: number): Tensor {
  const tensor = tensors[index];
  if (!tensor) throw new Error(`${node.name}: input ${index} has no tensor`);
  return tensor;
}

/** An input that is a weight. */
export function requireWeights({ node, constants }: LowerContext, index: number): Weights {
  const constant = constants[index];
  if (!constant) throw new Error(`${node.name}: input ${index} has no values`);
  const { shape, stored, affine } = constant;
  const quantized = stored.dtype === 'u8' && affine;
  return {
    shape,
    get values() {
      return Float32Array.from(valuesOf(constant));
    },
    ...(quantized && {
      quantized: { bytes: stored.bytes, scale: quantized.scale, minimum: quantized.offset },
    }),
  };
}

/** The values of an input that may be absent. */
export function optionalValues(
  { constants }: LowerContext,
  index: number,
): Float32Array | undefined {
  const constant = constants[index];
  return constant && Float32Array.from(valuesOf(constant));
}
