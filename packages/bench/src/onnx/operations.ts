import { elementCount, type Padding } from '@facegpu/kernels';
import { allOperators, paddingOf, readAttributes, toConstant } from '@facegpu/nn';
import { unsupported } from '../refusal.ts';
import { float, int, ints } from './builder.ts';
import { permute, toNchw, toNhwc, toOihw, transposed } from './layout.ts';
import {
  inputShape,
  type NodeContext,
  operand,
  optionalWeight,
  outputName,
  outputShape,
  weightOf,
} from './operand.ts';

/** Writes a node of ours with the operators of ONNX. */
export function exportNode(context: NodeContext): void {
  const { node } = context;
  if (!Object.hasOwn(operations, node.operator)) {
    throw unsupported('ONNX', `${node.operator} (node "${node.name}")`);
  }
  const isFused = node.activation || node.inputActivation;
  if (isFused || (node.operator === 'conv2d' && node.inputs[3])) {
    throw unsupported('ONNX', `a fused ${node.operator} (node "${node.name}")`);
  }
  operations[node.operator](context);
}

const operations: Readonly<Record<string, (context: NodeContext) => void>> = {
  add: (context) => binary(context, 'Add'),
  averagePool: (context) => pool(context, 'AveragePool'),
  batchNorm,
  concat,
  conv2d,
  div: (context) => binary(context, 'Div'),
  gemm,
  globalAveragePool: (context) => unary(context, 'GlobalAveragePool'),
  hardSwish: (context) => unary(context, 'HardSwish'),
  leakyRelu: (context) => {
    const { slope } = readAttributes(context.node, allOperators.leakyRelu.attributes);
    unary(context, 'LeakyRelu', { alpha: float(slope) });
  },
  maxPool: (context) => pool(context, 'MaxPool'),
  mul: (context) => binary(context, 'Mul'),
  pad,
  prelu: (context) => binary(context, 'PRelu'),
  relu: (context) => unary(context, 'Relu'),
  relu6,
  reshape,
  sigmoid: (context) => unary(context, 'Sigmoid'),
  softmax: (context) => {
    const { axis } = readAttributes(context.node, allOperators.softmax.attributes);
    unary(context, 'Softmax', { axis: int(axisOf(context, axis)) });
  },
  sub: (context) => binary(context, 'Sub'),
  tanh: (context) => unary(context, 'Tanh'),
};

function unary(
  context: NodeContext,
  operator: string,
  attributes: Parameters<NodeContext['model']['node']>[3] = {},
): void {
  context.model.node(operator, [operand(context, 0)], outputName(context), attributes);
}

function relu6(context: NodeContext): void {
  const { model } = context;
  const bounds = [0, 6].map((bound) => {
    return model.floats(`bound ${bound}`, toConstant([], [bound]));
  });
  model.node('Clip', [operand(context, 0), ...bounds], outputName(context));
}

/** Weights are broadcast along our axes, so one beside an image first gets all four of them. */
function binary(context: NodeContext, operator: string): void {
  const { node, model } = context;
  const rank = outputShape(context).length;
  const operands = [0, 1].map((index) => {
    const shape = inputShape(context, index);
    if (rank !== 4 || shape.length === 4) return operand(context, index);
    const constant = weightOf(context, index);
    if (!constant) throw unsupported('ONNX', `"${node.inputs[index]}" stretched to an image`);
    const image = { ...constant, shape: [...Array(4 - shape.length).fill(1), ...shape] };
    return model.floats(`${node.inputs[index]} NCHW`, transposed(image, toNchw));
  });
  model.node(operator, operands, outputName(context));
}

function conv2d(context: NodeContext): void {
  const { node, model } = context;
  const weight = weightOf(context, 1);
  if (!weight) throw unsupported('ONNX', `a conv2d whose weight is computed (node "${node.name}")`);
  const [height, width] = weight.shape;
  const attributes = readAttributes(node, allOperators.conv2d.attributes);
  const { strides, dilations, groups } = attributes;
  const window = { ...attributes, kernel: [height, width] } as const;
  const padding = paddingOf(window, inputShape(context, 0));
  const inputs = [
    operand(context, 0),
    model.floats(`${node.inputs[1]} OIHW`, transposed(weight, toOihw)),
    ...optionalWeight(context, 2),
  ];
  model.node('Conv', inputs, outputName(context), {
    kernel_shape: ints([height, width]),
    strides: ints(strides),
    dilations: ints(dilations),
    pads: pads(padding),
    group: int(groups),
  });
}

function gemm(context: NodeContext): void {
  const inputs = [operand(context, 0), operand(context, 1), ...optionalWeight(context, 2)];
  context.model.node('Gemm', inputs, outputName(context));
}

function batchNorm(context: NodeContext): void {
  const { node, model } = context;
  const channels = inputShape(context, 0)[3];
  const perChannel = (index: number, fallback: number) => {
    const values = new Float32Array(channels).fill(fallback);
    const constant = weightOf(context, index) ?? toConstant([channels], values);
    return model.floats(node.inputs[index] || `${node.name} input ${index}`, constant);
  };
  const inputs = [
    operand(context, 0),
    perChannel(1, 1),
    perChannel(2, 0),
    operand(context, 3),
    operand(context, 4),
  ];
  const { epsilon } = readAttributes(node, allOperators.batchNorm.attributes);
  model.node('BatchNormalization', inputs, outputName(context), { epsilon: float(epsilon) });
}

function pool(context: NodeContext, operator: 'MaxPool' | 'AveragePool'): void {
  const { node } = context;
  const attributes = readAttributes(node, allOperators.maxPool.attributes);
  const { kernel, strides, ceil, countPadding } = attributes;
  if (ceil) {
    throw unsupported('ONNX', `a pool that rounds up (node "${node.name}")`);
  }
  unary(context, operator, {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    pads: pads(paddingOf(attributes, inputShape(context, 0))),
    ...(operator === 'AveragePool' && { count_include_pad: int(Number(countPadding)) }),
  });
}

function concat(context: NodeContext): void {
  const { node, model } = context;
  const inputs = node.inputs.map((_, index) => operand(context, index));
  const { axis } = readAttributes(node, allOperators.concat.attributes);
  model.node('Concat', inputs, outputName(context), { axis: int(axisOf(context, axis)) });
}

function pad(context: NodeContext): void {
  const { node, model } = context;
  const { before, after, value } = readAttributes(node, allOperators.pad.attributes);
  const amounts = [before, after].flatMap((given) => {
    return given.length === 4 ? permute(given, toNchw) : given;
  });
  const inputs = [
    operand(context, 0),
    model.integers(`${node.name} pads`, amounts),
    model.floats(`${node.name} value`, toConstant([], [value])),
  ];
  model.node('Pad', inputs, outputName(context));
}

/** The order of an image's elements is that of our axes: they are put in it and out of it again. */
function reshape(context: NodeContext): void {
  const { node, model } = context;
  const [from, to] = [inputShape(context, 0), outputShape(context)];
  let input = operand(context, 0);
  if (from.length === 4 && elementCount(from) !== from[0] * from[3]) {
    model.node('Transpose', [input], `${node.name} NHWC`, { perm: ints(toNhwc) });
    input = `${node.name} NHWC`;
  }
  const isImage = to.length === 4;
  const flat = isImage ? `${node.name} reshaped` : outputName(context);
  model.node('Reshape', [input, model.integers(`${node.name} shape`, to)], flat);
  if (isImage) model.node('Transpose', [flat], outputName(context), { perm: ints(toNchw) });
}

function pads({ top, left, bottom, right }: Padding) {
  return ints([top, left, bottom, right]);
}

/** Where an axis of ours is in ONNX. */
function axisOf(context: NodeContext, axis: number): number {
  const rank = outputShape(context).length;
  const positive = axis < 0 ? axis + rank : axis;
  return rank === 4 ? toNchw.indexOf(positive as (typeof toNchw)[number]) : positive;
}
