import type { Shape } from '@facegpu/kernels';
import { type Constant, type Constants, type Node, shapeOf, type ValueTypes } from '@facegpu/nn';
import type { OnnxBuilder } from './builder.ts';
import { toNchw, transposed } from './layout.ts';

/** A node to be exported, and where. */
export interface NodeContext {
  readonly node: Node;
  readonly types: ValueTypes;
  readonly constants: Constants;
  readonly model: OnnxBuilder;
}

/** What a value is called inside the model: an image there is not the one that we mean. */
export function valueName(name: string, types: ValueTypes): string {
  return shapeOf(types, name).length === 4 ? `${name} NCHW` : name;
}

export function outputName({ node, types }: NodeContext): string {
  return valueName(node.outputs[0], types);
}

export function inputShape({ node, types }: NodeContext, index: number): Shape {
  return shapeOf(types, node.inputs[index]);
}

export function outputShape({ node, types }: NodeContext): Shape {
  return shapeOf(types, node.outputs[0]);
}

/** The weight that an input is, if it is one. */
export function weightOf({ node, constants }: NodeContext, index: number): Constant | undefined {
  return constants.get(node.inputs[index] ?? '');
}

/** The name of an input as ONNX has it. A weight is written on the way. */
export function operand(context: NodeContext, index: number): string {
  const { node, types, model } = context;
  const name = valueName(node.inputs[index], types);
  const constant = weightOf(context, index);
  if (!constant) return name;
  const isImage = constant.shape.length === 4;
  return model.floats(name, isImage ? transposed(constant, toNchw) : constant);
}

/** A weight as it is, or nothing where the optional input isn't there. */
export function optionalWeight(context: NodeContext, index: number): string[] {
  const constant = weightOf(context, index);
  return constant ? [context.model.floats(context.node.inputs[index], constant)] : [];
}
