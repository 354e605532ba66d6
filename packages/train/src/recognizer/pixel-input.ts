import { type Constant, type ImageInput, type Network, toConstant } from '@facegpu/nn';

/** The name of a graph's input that holds pixels. */
export const pixels = 'pixels';

/**
 * A network that is given pixels, `[batch, side, side, 3]`, R, G, B from 0 to 255, and brings them itself to what
 * its image input says, in the order of axes that this has.
 */
export function withPixelInput(
  { graph, constants }: Network,
  { name, layout = 'nhwc', channels, mean, scale }: ImageInput,
): Network {
  const inputs = graph.inputs.map((port) => {
    if (port.name !== name) return port;
    const [batch, a, b, c] = port.shape;
    return {
      ...port,
      name: pixels,
      shape: layout === 'nchw' ? [batch, b, c, a] : [batch, a, b, c],
    };
  });
  const own = new Map<string, Constant>([
    ['pixel mean', toConstant([3], mean)],
    ['pixel scale', toConstant([3], scale)],
  ]);
  const node = (output: string, operator: string, inputs: readonly string[], attributes = {}) => {
    return { name: output, operator, inputs, outputs: [output], attributes };
  };
  const nodes = [];
  let ordered = pixels;
  if (channels === 'bgr') {
    own.set('pixel order', toConstant([3], [2, 1, 0], 'i32'));
    ordered = 'ordered pixels';
    nodes.push(node(ordered, 'gather', [pixels, 'pixel order'], { axis: 3 }));
  }
  nodes.push(node('centred pixels', 'sub', [ordered, 'pixel mean']));
  const scaled = layout === 'nchw' ? 'scaled pixels' : name;
  nodes.push(node(scaled, 'mul', ['centred pixels', 'pixel scale']));
  if (layout === 'nchw') {
    nodes.push(node(name, 'transpose', [scaled], { permutation: [0, 3, 1, 2] }));
  }
  return {
    graph: { ...graph, inputs, nodes: [...nodes, ...graph.nodes] },
    constants: new Map([...constants, ...own]),
  };
}
