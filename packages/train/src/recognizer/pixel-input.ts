import { type Constant, type ImageInput, type Network, toConstant } from '@facegpu/nn';

/** The name of a graph's input that holds pixels. */
export const pixels = 'pixels';

/**
 * A network that is given pixels, `[batch, side, side, 3]`, R, G, B from 0 to 255, and brings them itself to what
 * its image input says.
 */
export function withPixelInput(
  { graph, constants }: Network,
  { name, channels, mean, scale }: ImageInput,
): Network {
  const inputs = graph.inputs.map((port) =>
    port.name === name ? { ...port, name: pixels } : port,
  );
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
  nodes.push(node(name, 'mul', ['centred pixels', 'pixel scale']));
  return {
    graph: { ...graph, inputs, nodes: [...nodes, ...graph.nodes] },
    constants: new Map([...constants, ...own]),
  };
}
