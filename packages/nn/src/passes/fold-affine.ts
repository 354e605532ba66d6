import { type ChannelAffine, elementCount, foldBatchNorm } from '@facegpu/kernels';
import { toConstant, valuesOf } from '../ir/constant.ts';
import type { Constant, Constants, Network, Node } from '../ir/graph.ts';
import { shapeOf } from '../ir/infer-types.ts';
import { batchNormStatistics } from '../operators/batch-norm.ts';
import { mergeNodes, type Pass, type PassContext, type Uses, untilStable } from './pass.ts';

/** y = x · scale + offset, for each output channel. */
interface Affine {
  readonly scale: (channel: number) => number;
  readonly offset: (channel: number) => number;
}

/**
 * Folds batch-norm, and arithmetic with a number for each channel, into the weights of the
 * convolution or matrix product before it.
 */
export const foldAffine: Pass = {
  name: 'fold affine',
  run: (network, context) =>
    untilStable(network, (current, uses) => rewrite(current, uses, context)),
};

function rewrite(network: Network, uses: Uses, { types }: PassContext): Network | undefined {
  const { graph, constants } = network;
  for (const node of graph.nodes) {
    if (node.operator !== 'conv2d' && node.operator !== 'gemm') continue;
    const [input = '', weightName = '', biasName = '', ...fused] = node.inputs;
    const [output] = node.outputs;
    const next = uses.onlyReader(output);
    const weight = constants.get(weightName);
    const isPlain = !node.activation && fused.every((name) => name === '');
    if (!next || !weight || !isPlain || !isFirst(next, output)) continue;
    if (biasName !== '' && !constants.has(biasName)) continue;
    const channels = weight.shape[weight.shape.length - 1];
    const affine = affineOf(next, output, channels, constants);
    if (!affine || shapeOf(types, next.outputs[0]).length !== shapeOf(types, output).length) {
      continue;
    }
    const biasConstant = constants.get(biasName);
    const bias = biasConstant && valuesOf(biasConstant);
    const folded = new Map(constants);
    const foldedWeight = `${weightName} · ${next.name}`;
    const foldedBias = `${biasName || weightName} + ${next.name}`;
    folded.set(foldedWeight, { ...weight, dtype: 'f32', affine: composed(weight, affine) });
    const biases = Array.from({ length: channels }, (_, c) => {
      return (bias?.[c] ?? 0) * affine.scale(c) + affine.offset(c);
    });
    folded.set(foldedBias, toConstant([channels], biases));
    const merged: Node = {
      ...node,
      inputs: [input, foldedWeight, foldedBias],
      outputs: next.outputs,
      ...(next.activation && { activation: next.activation }),
    };
    return { graph: mergeNodes(graph, node, merged, next), constants: folded };
  }
  return undefined;
}

/** What is stored stays as it is: only what it stands for is scaled. */
function composed({ shape, affine }: Constant, after: Affine): ChannelAffine {
  const channels = shape.at(-1) ?? 1;
  const each = (value: (channel: number) => number) =>
    Float64Array.from({ length: channels }, (_, c) => value(c));
  return {
    scale: each((c) => (affine?.scale[c] ?? 1) * after.scale(c)),
    offset: each((c) => (affine?.offset[c] ?? 0) * after.scale(c)),
  };
}

/** Whether the node reads the value first: `2 - x` is no affine map of the kind meant. */
function isFirst(next: Node, value: string): boolean {
  const commutes = next.operator === 'add' || next.operator === 'mul';
  return next.inputs[0] === value || commutes;
}

function affineOf(
  next: Node,
  value: string,
  channels: number,
  constants: Constants,
): Affine | undefined {
  if (next.operator === 'batchNorm') {
    const statistics = batchNormStatistics(next, constants);
    if (!statistics) return undefined;
    const { multiplier, addend } = foldBatchNorm(statistics);
    return { scale: (c) => multiplier[c], offset: (c) => addend[c] };
  }
  const other = constants.get(next.inputs.find((input) => input !== value) ?? '');
  const factor = other && perChannel(other, channels);
  if (!factor) return undefined;
  switch (next.operator) {
    case 'add':
      return { scale: () => 1, offset: factor };
    case 'sub':
      return { scale: () => 1, offset: (c) => -factor(c) };
    case 'mul':
      return { scale: factor, offset: () => 0 };
    case 'div':
      return { scale: (c) => 1 / factor(c), offset: () => 0 };
    default:
      return undefined;
  }
}

/** A constant that broadcasts over all but the channels, as a function of the channel. */
function perChannel(
  constant: Constant,
  channels: number,
): ((channel: number) => number) | undefined {
  const { shape } = constant;
  const count = elementCount(shape);
  const isScalar = count === 1 && shape.length <= 1;
  if (!isScalar && (shape.at(-1) !== channels || count !== channels)) return undefined;
  const values = valuesOf(constant);
  return isScalar ? () => values[0] : (c) => values[c];
}
