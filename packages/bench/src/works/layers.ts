import {
  elementCount,
  identity,
  imageShape,
  type Pair,
  type Shape,
  type TensorSpec,
} from '@facegpu/kernels';
import {
  type AllOperators,
  allOperators,
  type Constant,
  Model,
  type Network,
  type Node,
  type Operator,
  readAttributes,
  shapeOf,
  toWeight,
  valuesOf,
} from '@facegpu/nn';
import { platform } from '#platform';
import { foldNetwork } from '../executors/fold.ts';
import { tfjsOperation } from '../executors/tfjs-operations.ts';
import type { Kernel } from './kernel.ts';

/** A node of a network with everything around it. */
export interface Layer {
  readonly node: Node;
  /** Of each input. */
  readonly shapes: readonly Shape[];
  /** Of those inputs that are weights. */
  readonly constants: readonly (Constant | undefined)[];
  readonly output: Shape;
}

const timed = ['conv2d', 'maxPool', 'averagePool', 'batchNorm', 'resize'];

/** The layers that are worth timing in model files, as our plan has them; each shape once. */
export async function modelLayers(models: readonly string[]): Promise<Layer[]> {
  const layers = await Promise.all(
    models.map(async (name) => {
      const model = await Model.parse(await platform.readModel(name), name);
      return networkLayers(model.network());
    }),
  );
  return distinct(layers.flat());
}

/** The same of a network, with a batch of 1. */
export function networkLayers(network: Network): Layer[] {
  const { graph, constants, types } = foldNetwork(network, { batch: 1 }, []);
  const nodes = graph.nodes.filter(({ operator }) => timed.includes(operator)).map(alone);
  return distinct(
    nodes.map((node) => ({
      node,
      shapes: node.inputs.map((input) => shapeOf(types, input)),
      constants: node.inputs.map((input) => constants.get(input)),
      output: shapeOf(types, node.outputs[0]),
    })),
  );
}

/** A layer of a network as something to time. */
export function layerKernel({ node, shapes, constants, output }: Layer): Kernel {
  const operator: Operator = allOperators[node.operator as keyof AllOperators];
  const spec = (shape: Shape): TensorSpec => ({ shape, dtype: 'f32', layout: 'nhwc4' });
  const computed = node.inputs.map((name, i) => name !== '' && !constants[i]);
  return {
    name: layerName({ node, shapes, output }),
    inputs: shapes.filter((_, i) => computed[i]).map(spec),
    output: spec(output),
    ...(node.operator === 'conv2d' && { operations: 2 * macs(shapes[1], output) }),
    ours(target, given, result) {
      const rest = [...given];
      return operator.lower({
        node,
        attributes: readAttributes(node, operator.attributes),
        inputs: shapes.map((shape) => ({ shape, dtype: 'f32' })),
        target,
        weights: constants.map((constant, i) => constant && toWeight(node.inputs[i], constant)),
        tensors: computed.map((is) => (is ? rest.shift() : undefined)),
        outputs: [result],
        output: result,
        activation: node.activation ?? identity,
        live: undefined,
      });
    },
    theirs(tf, inputs) {
      const rest = [...inputs];
      const tensors = constants.map((constant, i) => {
        if (constant) return tf.tensor(Float32Array.from(valuesOf(constant)), shapes[i]);
        return computed[i] ? rest.shift() : undefined;
      });
      const operands = { tensors: tensors as typeof inputs, shapes, output };
      return () => tfjsOperation(tf, node, operands);
    },
  };
}

/** What TensorFlow.js can do in one operation too: residuals and activated inputs are left out. */
function alone({ inputActivation: _, ...node }: Node): Node {
  return node.operator === 'conv2d' ? { ...node, inputs: node.inputs.slice(0, 3) } : node;
}

function distinct(layers: readonly Layer[]): Layer[] {
  return [...new Map(layers.map((layer) => [layerName(layer), layer])).values()];
}

function layerName({ node, shapes, output }: Omit<Layer, 'constants'>): string {
  const [, height, width, channels] = imageShape(shapes[0]);
  const input = `${height}×${width}×${channels}`;
  const [, outHeight, outWidth] = imageShape(output);
  switch (node.operator) {
    case 'conv2d': {
      const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(shapes[1]);
      const { strides } = readAttributes(node, allOperators.conv2d.attributes);
      const kind = inputs === channels ? 'conv' : 'depthwise';
      const to = inputs === channels ? ` → ${outputs}` : '';
      return `${kind} ${kernelHeight}×${kernelWidth}${stride(strides)}, ${input}${to}`;
    }
    case 'maxPool':
    case 'averagePool': {
      const { kernel, strides } = readAttributes(node, allOperators.maxPool.attributes);
      const kind = node.operator === 'maxPool' ? 'max pool' : 'average pool';
      return `${kind} ${kernel.join('×')}${stride(strides)}, ${input}`;
    }
    case 'resize':
      return `resize, ${input} → ${outHeight}×${outWidth}`;
    default:
      return `batch norm, ${input}`;
  }
}

function stride([y, x]: Pair): string {
  if (y !== x) return `, stride ${y}×${x}`;
  return y === 1 ? '' : `, stride ${y}`;
}

function macs(weight: Shape, output: Shape): number {
  const [height, width, inputs] = imageShape(weight);
  return elementCount(output) * height * width * inputs;
}
