import type { Shape } from '@facegpu/kernels';
import type { Constant, Constants, Node, NodeAttributes, Shapes } from '@facegpu/nn';
import type { OnnxBuilder } from './builder.ts';
import { toNchw, transposed } from './layout.ts';

/** A node to be exported, and where. */
export interface NodeContext {
  readonly node: Node;
  readonly attributes: NodeAttributes;
  readonly shapes: Shapes;
  readonly constants: Constants;
  readonly model: OnnxBuilder;
}

/** What a value is called inside the model: an image there is not the one that we mean. */
export function valueName(name: string, shapes: Shapes): string {
  return shapes.get(name)?.length === 4 ? `${name} NCHW` : name;
}

export function outputName({ node, shapes }: NodeContext): string {
  return valueName(node.output, shapes);
}

export function shapeOf({ node, shapes }: NodeContext, index: number): Shape {
  return shapes.get(node.inputs[index]) ?? [];
}

export function outputShape({ node, shapes }: NodeContext): Shape {
  return shapes.get(node.output) ?? [];
}

/** The weight that an input is, if it is one. */
export function constantOf({ node, constants }: NodeContext, index: number): Constant | undefined {
  return constants.get(node.inputs[index] ?? '');
}

/** The name of an input as ONNX has it. A weight is written on the way. */
export function operand(context: NodeContext, index: number): string {
  const { node, shapes, model } = context;
  const name = valueName(node.inputs[index], shapes);
  const constant = constantOf(context, index);
  if (!constant) return name;
  const isImage = constant.shape.length === 4;
  return model.floats(name, isImage ? transposed(constant, toNchw) : constant);
}

/** A weight as it is, or nothing where the optional input isn't there. */
export function optionalWeight(context: NodeContext, index: number): string[] {
  const constant = constantOf(context, index);
  return constant ? [context.model.floats(context.node.inputs[index], constant)] : [];
}
