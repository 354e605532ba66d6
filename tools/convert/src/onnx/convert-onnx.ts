import {
  type ImageInput,
  type ModelDescription,
  mainSize,
  type Network,
  storeNetwork,
} from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';
import { type Conversion, toConversion } from '../conversion.ts';

/** A network that comes as an ONNX model, and what its file will say. */
export interface OnnxArchitecture extends ModelDescription {
  /** In colours: three channels. */
  readonly input: ImageInput;
  /** Name of the model's file. */
  readonly source: string;
}

/** Fewer numbers than this, biases and slopes for the most part, aren't worth their rounding. */
const leastHalved = 4096;

/**
 * Makes a model file of an ONNX model, which takes as many images as wanted, with their channels last
 * where the model can be brought to it; large weights are kept as halves.
 *
 * @throws FaceGpuError as `importOnnx`
 */
export async function convertOnnx(
  { source, ...description }: OnnxArchitecture,
  file: Uint8Array,
): Promise<Conversion> {
  const { input } = description;
  const shapes = { [input.name]: ['batch', 3, ...mainSize(input)] };
  const { network } = await importOnnx(file, { source, shapes });
  const whole = withBatch(withChannelsLast(network, input));
  const { tensors, ...stored } = storeNetwork(whole, { weights: 'f16', leastHalved });
  return toConversion({ ...description, ...stored }, tensors, []);
}

/** Takes images with their channels last, where all that reads them brings them into that order. */
function withChannelsLast({ graph, constants }: Network, { name }: ImageInput): Network {
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(name));
  const moved = readers.flatMap(({ operator, attributes, outputs }) => {
    const isMove = operator === 'transpose' && String(attributes.permutation) === '0,2,3,1';
    return isMove ? outputs : [];
  });
  if (moved.length < readers.length) return { graph, constants };
  const inputs = graph.inputs.map((port) => {
    if (port.name !== name) return port;
    const [batch, channels, height, width] = port.shape;
    return { ...port, shape: [batch, height, width, channels] };
  });
  const nodes = graph.nodes
    .filter((node) => !readers.includes(node))
    .map((node) => {
      return { ...node, inputs: node.inputs.map((each) => (moved.includes(each) ? name : each)) };
    });
  return { graph: { ...graph, inputs, nodes }, constants };
}

/** Where a model was exported for one image, its reshapes say so: they keep as many as there are. */
function withBatch({ graph, constants }: Network): Network {
  const nodes = graph.nodes.map((node) => {
    const { shape } = node.attributes;
    if (node.operator !== 'reshape' || !Array.isArray(shape) || shape[0] !== 1) return node;
    // One number that is made a vector is a part of a computed shape.
    if (shape.length === 1) return node;
    return { ...node, attributes: { ...node.attributes, shape: [0, ...shape.slice(1)] } };
  });
  return { graph: { ...graph, nodes }, constants };
}
