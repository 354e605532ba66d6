import { elementCount, type Shape } from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { GraphBuilder } from '../ir/builder.ts';
import { toConstant } from '../ir/constant.ts';
import type { Constant, Network } from '../ir/graph.ts';

/** A small network that has every kind of node, in the patterns that passes look for. */
export function sampleNetwork(seed = 1): Network {
  const random = new Random(seed);
  const constants = new Map<string, Constant>();
  const weight = (name: string, shape: Shape, low = -0.5, high = 0.5): string => {
    const values = Float32Array.from({ length: elementCount(shape) }, () => {
      return random.uniform(low, high);
    });
    constants.set(name, toConstant(shape, values));
    return name;
  };
  const quantizedWeight = (name: string, shape: Shape): string => {
    const channels = shape[shape.length - 1];
    const bytes = Uint8Array.from({ length: elementCount(shape) }, () => random.integer(0, 255));
    const scale = new Float64Array(channels).fill(1 / 255);
    const offset = new Float64Array(channels).fill(-0.5);
    const stored = { dtype: 'u8', bytes } as const;
    constants.set(name, { shape, dtype: 'f32', stored, affine: { scale, offset } });
    return name;
  };
  const b = new GraphBuilder();
  const image = b.input('image', ['batch', 19, 17, 3]);
  const stem = b.node('stem', 'conv2d', [image, weight('stem w', [3, 3, 3, 10])], {
    strides: [2, 2],
    padding: 'same',
  });
  const norm = b.node(
    'norm',
    'batchNorm',
    [
      stem,
      weight('scale', [10], 0.5, 1.5),
      weight('offset', [10]),
      weight('mean', [10]),
      weight('variance', [10], 0.5, 2),
    ],
    { epsilon: 1e-3 },
  );
  const x = b.node('relu6', 'relu6', [norm]);
  const padded = b.node('padded', 'pad', [x], { before: [0, 1, 1, 0], after: [0, 1, 1, 0] });
  const depthwise = b.node('depthwise', 'conv2d', [padded, weight('d', [3, 3, 1, 10])], {
    groups: 10,
  });
  const pointwise = b.node('pointwise', 'conv2d', [
    depthwise,
    weight('p', [1, 1, 10, 10]),
    weight('p bias', [10]),
  ]);
  const sum = b.node('sum', 'add', [x, pointwise]);
  const activated = b.node('leaky', 'leakyRelu', [sum], { slope: 0.1 });
  const both = b.node('both', 'concat', [activated, x], { axis: 3 });
  const pooled = b.node('pooled', 'maxPool', [both], {
    kernel: [3, 3],
    strides: [2, 2],
    padding: 'same',
  });
  const raised = b.node('raised', 'relu', [pooled]);
  const mixed = b.node('mixed', 'conv2d', [raised, quantizedWeight('m', [1, 1, 20, 20])]);
  const added = b.node('added', 'add', [pooled, mixed]);
  const scaled = b.node('scaled', 'mul', [added, weight('factor', [20])]);
  const gate = b.node('gate', 'sigmoid', [b.node('squeeze', 'globalAveragePool', [scaled])]);
  const gated = b.node('gated', 'mul', [scaled, gate]);
  const average = b.node('average', 'averagePool', [gated], {
    kernel: [5, 5],
    strides: [1, 1],
    padding: 'valid',
  });
  const flat = b.node('flat', 'reshape', [average], { shape: [0, -1] });
  const dense = b.node('dense', 'gemm', [flat, weight('fc', [20, 7]), weight('fc bias', [7])]);
  return { graph: b.build(b.node('softmax', 'softmax', [dense]), gated, dense), constants };
}
