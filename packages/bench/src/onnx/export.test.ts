import {
  type AllOperators,
  type AttributeArguments,
  allOperators,
  type Constant,
  GraphBuilder,
  inferTypes,
  type Network,
  toConstant,
} from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { exportOnnx } from './export.ts';
import { decodeModel, type OnnxModel } from './schema.ts';

function exported(network: Network): OnnxModel {
  return decodeModel(exportOnnx(network, inferTypes(network, allOperators, { batch: 2 })));
}

/** A network of one node after an input of this shape. */
function oneNode<Name extends keyof AllOperators>(
  shape: (number | string)[],
  operator: Name,
  weights: Record<string, Constant>,
  ...attributes: AttributeArguments<AllOperators, Name>
): Network {
  const graph = new GraphBuilder();
  const inputs = [graph.input('x', shape), ...Object.keys(weights)];
  const output = graph.node('y', operator, inputs, ...attributes);
  return { graph: graph.build(output), constants: new Map(Object.entries(weights)) };
}

const constant = (...shape: number[]): Constant => {
  const length = shape.reduce((a, b) => a * b);
  return toConstant(
    shape,
    Float32Array.from({ length }, (_, i) => i),
  );
};

describe('exportOnnx', () => {
  it('turns images around on the way in and out, and filters for good', () => {
    const network = oneNode(
      ['batch', 5, 4, 3],
      'conv2d',
      { w: constant(3, 2, 3, 7), b: constant(7) },
      { strides: [2, 2], padding: 'same' },
    );
    const { graph, opset_import } = exported(network);
    expect(opset_import).toEqual([{ version: 17 }]);
    expect(graph.input.map(sizes)).toEqual([['x', 2, 5, 4, 3]]);
    expect(graph.output.map(sizes)).toEqual([['y', 2, 3, 2, 7]]);
    expect(graph.node.map(({ op_type, input, output }) => [op_type, input, output])).toEqual([
      ['Transpose', ['x'], ['x NCHW']],
      ['Conv', ['x NCHW', 'w OIHW', 'b'], ['y NCHW']],
      ['Transpose', ['y NCHW'], ['y']],
    ]);
    expect(attributes(graph.node[1])).toEqual({
      kernel_shape: [3, 2],
      strides: [2, 2],
      dilations: [1, 1],
      pads: [1, 0, 1, 0],
      group: 1,
    });
    const [filter, bias] = graph.initializer;
    expect([filter.dims, bias.dims]).toEqual([[7, 3, 3, 2], [7]]);
    expect(floats(filter).slice(0, 8)).toEqual([0, 21, 42, 63, 84, 105, 7, 28]);
  });

  it('puts an odd row of padding where TensorFlow has it', () => {
    const same = { kernel: [2, 2], padding: 'same' } as const;
    const { graph } = exported(oneNode(['batch', 4, 4, 1], 'maxPool', {}, same));
    expect(attributes(graph.node[1])).toMatchObject({ pads: [0, 0, 1, 1] });
  });

  it('stretches weights along the channels', () => {
    const { graph } = exported(oneNode(['batch', 5, 4, 3], 'mul', { w: constant(3) }));
    expect(graph.initializer.map(({ dims }) => dims)).toEqual([[1, 3, 1, 1]]);
  });

  it('moves axes with the layout', () => {
    const padded = oneNode(
      ['batch', 5, 4, 3],
      'pad',
      {},
      { before: [0, 1, 2, 3], after: [0, 4, 5, 6] },
    );
    const amounts = exported(padded).graph.initializer[0].raw_data;
    expect(Array.from(new BigInt64Array(Uint8Array.from(amounts).buffer), Number)).toEqual([
      0, 3, 1, 2, 0, 6, 4, 5,
    ]);
    const soft = exported(oneNode(['batch', 5, 4, 3], 'softmax', {}, { axis: -1 }));
    expect(attributes(soft.graph.node[1])).toEqual({ axis: 1 });
    const flat = exported(oneNode(['batch', 5], 'softmax', {}, { axis: -1 }));
    expect(attributes(flat.graph.node[0])).toEqual({ axis: 1 });
  });

  it('puts the elements of an image in our order before it is flattened', () => {
    const operators = (shape: (number | string)[]) =>
      exported(oneNode(shape, 'reshape', {}, { shape: [0, -1] })).graph.node.map((n) => n.op_type);
    expect(operators(['batch', 5, 4, 3])).toEqual(['Transpose', 'Transpose', 'Reshape']);
    expect(operators(['batch', 1, 1, 3])).toEqual(['Transpose', 'Reshape']);
  });

  it('refuses what it has no words for', () => {
    const resize = oneNode(
      ['batch', 5, 4, 3],
      'resize',
      {},
      { size: [3, 3], interpolation: 'nearest', coordinates: 'half-pixel' },
    );
    expect(() => exported(resize)).toThrow('ONNX is not asked for resize (node "y")');
    const { graph, constants } = oneNode(['batch', 5], 'add', { w: constant(5) });
    const nodes = graph.nodes.map((node) => ({ ...node, activation: { kind: 'relu' } as const }));
    expect(() => exported({ graph: { ...graph, nodes }, constants })).toThrow('a fused add');
  });
});

function sizes({ name, type }: OnnxModel['graph']['input'][number]) {
  return [name, ...type.tensor_type.shape.dim.map(({ dim_value }) => dim_value)];
}

function attributes({ attribute }: OnnxModel['graph']['node'][number]) {
  return Object.fromEntries(
    attribute.map(({ name, type, f, i, ints }) => [name, { 1: f, 2: i, 7: ints }[type]]),
  );
}

function floats({ raw_data }: OnnxModel['graph']['initializer'][number]): number[] {
  return [...new Float32Array(Uint8Array.from(raw_data).buffer)];
}
