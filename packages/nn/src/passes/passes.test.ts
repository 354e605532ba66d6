import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../ir/builder.ts';
import { toConstant, valuesOf } from '../ir/constant.ts';
import type { Constant, Graph, Network } from '../ir/graph.ts';
import { inferTypes } from '../ir/infer-types.ts';
import { tidyPasses } from '../onnx/tidy-passes.ts';
import { allOperators } from '../operators/all.ts';
import type { Operator } from '../operators/operator.ts';
import { assignLayouts } from '../plan/assign-layouts.ts';
import { defaultPasses } from './default-passes.ts';
import type { Pass } from './pass.ts';

const constant = (shape: number[], fill: (i: number) => number = (i) => i + 1): Constant => {
  const length = shape.reduce((a, b) => a * b, 1);
  return toConstant(
    shape,
    Float32Array.from({ length }, (_, i) => fill(i)),
  );
};

describe('the default passes', () => {
  it('fold batch-norm and arithmetic with channels into the convolution', () => {
    const stored = { dtype: 'u8', bytes: Uint8Array.of(10, 20, 30, 40) } as const;
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 2]);
    const conv = b.node('conv', 'conv2d', [x, 'w', 'bias']);
    const norm = b.node('norm', 'batchNorm', [conv, 'scale', 'offset', 'mean', 'variance'], {
      epsilon: 0,
    });
    const mul = b.node('mul', 'mul', ['factor', norm]);
    const sub = b.node('sub', 'sub', [mul, 'one']);
    const result = optimise(b.build(b.node('relu', 'relu', [sub])), {
      w: {
        shape: [1, 1, 2, 2],
        dtype: 'f32',
        stored,
        affine: { scale: Float64Array.of(0.1, 0.1), offset: Float64Array.of(0, -1) },
      },
      bias: constant([2]),
      scale: constant([2], () => 2),
      offset: constant([2], () => 10),
      mean: constant([2], () => 1),
      variance: constant([2], () => 4),
      factor: constant([2], (i) => [1, 10][i]),
      one: constant([], () => 1),
    });
    expect(operators(result)).toEqual(['conv2d']);
    const [node] = result.graph.nodes;
    expect(node.activation).toEqual({ kind: 'relu' });
    // (x·w + b - 1) · 2/2 + 10 = x·w + b + 9, then times (1, 10), then less 1.
    const weight = result.constants.get(node.inputs[1]);
    expect(weight?.stored).toBe(stored);
    expect(weight?.affine).toEqual({
      scale: Float64Array.of(0.1, 1),
      offset: Float64Array.of(0, -10),
    });
    const bias = result.constants.get(node.inputs[2]) as Constant;
    expect([...valuesOf(bias)]).toEqual([9, 109]);
  });

  it('fuse a residual with the activation after it', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 4]);
    const first = b.node('first', 'conv2d', [x, 'w']);
    const second = b.node('second', 'conv2d', [first, 'w']);
    const sum = b.node('sum', 'add', [first, second]);
    const result = optimise(b.build(b.node('relu', 'relu', [sum])), { w: constant([1, 1, 4, 4]) });
    expect(operators(result)).toEqual(['conv2d', 'conv2d']);
    expect(result.graph.nodes[1]).toMatchObject({
      inputs: ['first', 'w', '', 'first'],
      outputs: ['relu'],
      activation: { kind: 'relu' },
    });
  });

  it('fuse slopes for each channel with the residual before and the activation after them', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 4]);
    const conv = b.node('conv', 'conv2d', [x, 'w']);
    const sum = b.node('sum', 'add', [conv, x]);
    const bent = b.node('bent', 'prelu', [sum, 'slopes']);
    const result = optimise(b.build(b.node('relu', 'relu6', [bent])), {
      w: constant([1, 1, 4, 4]),
      slopes: constant([4]),
    });
    expect(operators(result)).toEqual(['conv2d']);
    expect(result.graph.nodes[0]).toMatchObject({
      inputs: ['x', 'w', '', 'x', 'slopes'],
      activation: { kind: 'relu6' },
    });
  });

  it('leave alone what is added behind slopes', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 4]);
    const conv = b.node('conv', 'conv2d', [x, 'w', '', '', 'slopes']);
    const result = optimise(b.build(b.node('sum', 'add', [conv, x])), {
      w: constant([1, 1, 4, 4]),
      slopes: constant([4]),
    });
    expect(operators(result)).toEqual(['conv2d', 'add']);
    expect(result.graph.nodes[0].inputs).toEqual(['x', 'w', '', '', 'slopes']);
  });

  it('leave alone slopes that are computed, or differ from pixel to pixel', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 2, 2, 4]);
    const slopes = b.input('slopes', [4]);
    const conv = b.node('conv', 'conv2d', [x, 'w']);
    const bent = b.node('bent', 'prelu', [conv, slopes]);
    const again = b.node('again', 'conv2d', [bent, 'w']);
    const result = optimise(b.build(b.node('last', 'prelu', [again, 'pixels'])), {
      w: constant([1, 1, 4, 4]),
      pixels: constant([2, 2, 1]),
    });
    expect(operators(result)).toEqual(['conv2d', 'prelu', 'conv2d', 'prelu']);
  });

  it('let convolutions apply an activation to a sum that others read as it is', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 4]);
    const first = b.node('first', 'conv2d', [x, 'w']);
    const relu = b.node('relu', 'relu', [first]);
    const second = b.node('second', 'conv2d', [relu, 'w']);
    const result = optimise(b.build(b.node('sum', 'add', [first, second])), {
      w: constant([1, 1, 4, 4]),
    });
    expect(operators(result)).toEqual(['conv2d', 'conv2d']);
    expect(result.graph.nodes[1]).toMatchObject({
      inputs: ['first', 'w', '', 'first'],
      inputActivation: { kind: 'relu' },
    });
  });

  it('leave alone what others read, or what comes too late', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 4]);
    const conv = b.node('conv', 'conv2d', [x, 'w']);
    const relu = b.node('relu', 'relu', [conv]);
    const twice = b.node('twice', 'mul', [conv, relu]);
    const result = optimise(b.build(twice, conv), { w: constant([1, 1, 4, 4]) });
    expect(operators(result)).toEqual(['conv2d', 'relu', 'mul']);
    // 1 - x is not x - 1.
    const c = new GraphBuilder();
    const y = c.node('conv', 'conv2d', [c.input('x', [1, 4, 4, 4]), 'w']);
    const reversed = optimise(c.build(c.node('sub', 'sub', ['one', y])), {
      w: constant([1, 1, 4, 4]),
      one: constant([]),
    });
    expect(operators(reversed)).toEqual(['conv2d', 'sub']);
  });

  it('fuse hard swishes and hard sigmoids that an imported model spelled out', () => {
    const b = new GraphBuilder();
    const x = b.node('x', 'conv2d', [b.input('image', [1, 2, 2, 4]), 'w']);
    const raised = b.node('raised', 'relu6', [b.node('sum', 'add', [x, 'three'])]);
    const gate = b.node('gate', 'div', [raised, 'six']);
    const swish = b.node('swish', 'mul', [x, gate]);
    const second = b.node('second', 'conv2d', [swish, 'w']);
    const more = b.node('more', 'add', ['three', second]);
    const last = b.node('last', 'mul', [b.node('bounded', 'relu6', [more]), 'sixth']);
    const called = b.node('called', 'conv2d', [last, 'w']);
    const sigmoid = b.node('sigmoid', 'hardSigmoid', [called], { alpha: 0.25 });
    const constants = {
      w: constant([1, 1, 4, 4], (i) => i),
      three: constant([], () => 3),
      six: constant([], () => 6),
      sixth: constant([], () => Math.fround(1 / 6)),
    };
    const result = optimise(b.build(sigmoid), constants, [...tidyPasses, ...defaultPasses]);
    expect(operators(result)).toEqual(['conv2d', 'conv2d', 'conv2d']);
    expect(result.graph.nodes.map(({ activation }) => activation)).toEqual([
      { kind: 'hardSwish' },
      { kind: 'clip', low: 0, high: 1 },
      { kind: 'clip', low: 0, high: 1 },
    ]);
    const biases = result.graph.nodes.slice(1).map(({ inputs }) => {
      return [...valuesOf(result.constants.get(inputs[2]) as Constant)];
    });
    expect(biases).toEqual([Array(4).fill(0.5), Array(4).fill(0.5)]);
  });

  it('leave alone what only looks like a hard swish', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 2, 2, 4]);
    const y = b.input('y', [1, 2, 2, 4]);
    const gate = b.node('gate', 'div', [
      b.node('raised', 'relu6', [b.node('sum', 'add', [y, 'three'])]),
      'five',
    ]);
    const product = b.node('product', 'mul', [x, gate]);
    const other = b.node('other', 'hardSigmoid', [x], { alpha: 0.2 });
    const constants = { three: constant([], () => 3), five: constant([], () => 5) };
    const graph = b.build(product, b.node('twice', 'mul', [x, other]));
    const result = optimise(graph, constants, [...tidyPasses, ...defaultPasses]);
    expect(operators(result)).toEqual(['add', 'div', 'mul', 'hardSigmoid', 'mul']);
  });

  it('let a concatenation begin with an earlier one', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4]);
    const y = b.input('y', [1, 4]);
    const first = b.node('first', 'concat', [x, y], { axis: 1 });
    const other = b.node('other', 'concat', [x, y, x], { axis: 0 });
    const second = b.node('second', 'concat', [x, y, x], { axis: 1 });
    const third = b.node('third', 'concat', [x, y, x, y, x], { axis: 1 });
    const { graph } = optimise(b.build(first, other, second, third), {}, tidyPasses);
    expect(graph.nodes.map(({ inputs }) => inputs)).toEqual([
      ['x', 'y'],
      ['x', 'y', 'x'],
      ['first', 'x'],
      ['second', 'y', 'x'],
    ]);
  });

  it('add what comes later than the convolution that takes it', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 4]);
    const conv = b.node('conv', 'conv2d', [x, 'w']);
    const pool = b.node('pool', 'maxPool', [x], { kernel: [1, 1] });
    const { graph } = optimise(b.build(b.node('sum', 'add', [conv, pool])), {
      w: constant([1, 1, 4, 4]),
    });
    expect(graph.nodes.map(({ operator, inputs }) => [operator, inputs])).toEqual([
      ['maxPool', ['x']],
      ['conv2d', ['x', 'w', '', 'pool']],
    ]);
  });

  it('fold zeros around an image into the padding', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 5, 5, 4]);
    const pad = b.node('pad', 'pad', [x], { before: [0, 1, 2, 0], after: [0, 0, 1, 0], value: 0 });
    const conv = b.node('conv', 'conv2d', [pad, 'w'], { strides: [2, 2], padding: 'same' });
    const result = optimise(b.build(conv), { w: constant([3, 3, 4, 4]) });
    expect(operators(result)).toEqual(['conv2d']);
    // TensorFlow pads the 6×8 image by one row on both sides, and by one column at the right.
    expect(result.graph.nodes[0].attributes.padding).toEqual([1, 1, 2, 2]);
  });

  it('cancel transposes and reshapes that undo one another', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 5, 4]);
    const conv = b.node('conv', 'conv2d', [x, 'w']);
    const there = b.node('there', 'transpose', [conv], { permutation: [0, 3, 1, 2] });
    const back = b.node('back', 'transpose', [there], { permutation: [0, 2, 3, 1] });
    const flat = b.node('flat', 'reshape', [back], { shape: [20, 4] });
    const again = b.node('again', 'reshape', [flat], { shape: [1, 4, 5, 4] });
    const result = optimise(b.build(b.node('relu', 'relu', [again])), {
      w: constant([1, 1, 4, 4]),
    });
    expect(operators(result)).toEqual(['conv2d']);
    expect(result.graph.nodes[0]).toMatchObject({ activation: { kind: 'relu' } });
  });

  it('make a reshape of a transpose that moves nothing, and one transpose of two', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [2, 1, 3, 5]);
    const view = b.node('view', 'transpose', [x], { permutation: [0, 2, 1, 3] });
    const first = b.node('first', 'transpose', [x], { permutation: [3, 0, 1, 2] });
    const second = b.node('second', 'transpose', [first], { permutation: [3, 1, 0, 2] });
    const { graph } = optimise(b.build(view, second), {});
    expect(
      graph.nodes.map(({ operator, inputs, attributes }) => [operator, inputs, attributes]),
    ).toEqual([
      ['reshape', ['x'], { shape: [2, 3, 1, 5], allowZero: true }],
      ['transpose', ['x'], { permutation: [2, 0, 3, 1] }],
    ]);
  });

  it('leave outputs of the graph what they are, though nothing moves', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [2, 3]);
    const same = b.node('same', 'transpose', [x], { permutation: [0, 1] });
    expect(optimise(b.build(same), {}).graph.outputs).toEqual(['same']);
  });

  it('write images as their readers want them where the kernel can', () => {
    const b = new GraphBuilder();
    const moved = b.node('moved', 'transpose', [b.input('x', [1, 3, 4, 4])], {
      permutation: [0, 2, 3, 1],
    });
    const conv = b.node('conv', 'conv2d', [moved, 'w']);
    const back = b.node('back', 'transpose', [conv], { permutation: [0, 3, 1, 2] });
    const constants = { w: constant([1, 1, 3, 3]) };
    const { network, layouts } = assignLayouts(
      optimise(b.build(back), constants),
      allOperators,
      'nhwc4',
    );
    expect(operators(network)).toEqual(['transpose', 'conv2d', 'repack', 'transpose']);
    expect(['moved', 'back'].map((name) => layouts.get(name))).toEqual(['nhwc4', 'dense']);
    // Who reads it as it is gets it dense.
    const twice = optimise(b.build(back, moved), constants);
    expect(operators(assignLayouts(twice, allOperators, 'nhwc4').network)[1]).toBe('repack');
  });

  it('put repacks only between layouts', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 3]);
    const conv = b.node('conv', 'conv2d', [x, 'w']);
    const relu = b.node('relu', 'relu', [conv]);
    const sum = b.node('sum', 'add', [relu, 'one']);
    const result = optimise(b.build(b.node('again', 'conv2d', [sum, 'w'])), {
      w: constant([1, 1, 3, 3]),
      one: constant([1, 4, 4, 1]),
    });
    const { network } = assignLayouts(result, allOperators, 'nhwc4');
    expect(operators(network)).toEqual(['conv2d', 'repack', 'add', 'repack', 'conv2d', 'repack']);
  });
});

describe('inference', () => {
  const shapeOf = (operator: string, shapes: number[][], attributes = {}) => {
    const b = new GraphBuilder<Readonly<Record<string, Operator>>>();
    const inputs = shapes.map((shape, i) => b.input(`x${i}`, shape));
    const graph = b.build(b.node('the node', operator, inputs, attributes));
    return inferTypes({ graph, constants: new Map() }, allOperators, {}).get('the node')?.shape;
  };

  it('follows the rules of TensorFlow and ONNX', () => {
    expect(
      shapeOf('maxPool', [[1, 5, 6, 3]], { kernel: [3, 3], strides: [2, 2], padding: 'same' }),
    ).toEqual([1, 3, 3, 3]);
    expect(
      shapeOf('maxPool', [[1, 5, 6, 3]], { kernel: [3, 3], strides: [2, 2], padding: 'valid' }),
    ).toEqual([1, 2, 2, 3]);
    expect(shapeOf('reshape', [[2, 3, 4]], { shape: [0, -1, 2] })).toEqual([2, 6, 2]);
    expect(
      shapeOf('add', [
        [3, 1],
        [1, 4],
      ]),
    ).toEqual([3, 4]);
    expect(shapeOf('slice', [[5, 7]], { starts: [1, 0], ends: [9, 2] })).toEqual([4, 2]);
    expect(shapeOf('transpose', [[2, 3, 4]], { permutation: [0, 2, 1] })).toEqual([2, 4, 3]);
  });

  it('names the node that is wrong', () => {
    const error = (code: string) =>
      expect.objectContaining({ code, message: expect.stringContaining('node "the node"') });
    expect(() => shapeOf('frobnicate', [[1]])).toThrow(error('unsupported-op'));
    expect(() => shapeOf('relu', [[1], [1]])).toThrow(error('bad-model'));
    expect(() => shapeOf('maxPool', [[1, 4, 4]], { kernel: [2, 2] })).toThrow(
      error('shape-mismatch'),
    );
    expect(() => shapeOf('maxPool', [[1, 4, 4, 1]], { kernel: 2 })).toThrow(error('bad-model'));
    expect(() => shapeOf('add', [[3], [4]])).toThrow(error('shape-mismatch'));
    expect(() => shapeOf('reshape', [[3]], { shape: [2] })).toThrow(error('shape-mismatch'));
    const unlike = [
      [2, 3],
      [4, 5],
    ];
    expect(() => shapeOf('concat', unlike, { axis: 0 })).toThrow(error('shape-mismatch'));
    expect(() => shapeOf('gemm', unlike)).toThrow(error('shape-mismatch'));
  });
});

function optimise(
  graph: Graph,
  constants: Record<string, Constant>,
  passes: readonly Pass[] = defaultPasses,
): Network {
  return passes.reduce(
    (network, pass) => {
      const types = inferTypes(network, allOperators, {});
      return pass.run(network, { operators: allOperators, types });
    },
    { graph, constants: new Map(Object.entries(constants)) } as Network,
  );
}

function operators({ graph }: Network): string[] {
  return graph.nodes.map(({ operator }) => operator);
}
