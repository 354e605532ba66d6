import { Random, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { GraphBuilder } from '../ir/builder.ts';
import { toConstant } from '../ir/constant.ts';
import type { Network } from '../ir/graph.ts';
import { inferTypes } from '../ir/infer-types.ts';
import { allOperators } from '../operators/all.ts';
import { defaultPasses } from '../passes/default-passes.ts';
import type { Plan } from '../plan/plan.ts';
import { importOnnx } from './import.ts';
import { buildOnnx, type TestNode, type TestTensor } from './testing/build.ts';

const random = new Random(1);

function weight(...shape: number[]): TestTensor {
  const length = shape.reduce((a, b) => a * b);
  return {
    type: 'float',
    shape,
    values: Float32Array.from({ length }, () => random.uniform(0, 1)),
  };
}

const image = { name: 'image', type: 'float', shape: [1, 3, 33, 31] } as const;

/** Convolutions of ONNX with the normalisation and the slopes that follow them there. */
async function importLayers(): Promise<Network> {
  const norm = ['scale', 'offset', 'mean', 'variance'];
  const nodes: TestNode[] = [
    {
      operator: 'Conv',
      inputs: ['image', 'wide'],
      outputs: ['a'],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
    },
    { operator: 'BatchNormalization', inputs: ['a', ...norm], outputs: ['b'] },
    { operator: 'PRelu', inputs: ['b', 'slopes'], outputs: ['c'] },
    {
      operator: 'Conv',
      inputs: ['c', 'deep', 'offset'],
      outputs: ['d'],
      attributes: { group: 8, pads: [1, 1, 1, 1] },
    },
    { operator: 'Relu', inputs: ['d'], outputs: ['e'] },
    { operator: 'Conv', inputs: ['e', 'point'], outputs: ['f'] },
    { operator: 'Add', inputs: ['f', 'c'], outputs: ['g'] },
  ];
  const vector = weight(8);
  const file = buildOnnx({
    opset: 13,
    inputs: [image],
    initializers: {
      wide: weight(8, 3, 3, 3),
      deep: weight(8, 1, 3, 3),
      point: weight(8, 8, 1, 1),
      slopes: weight(8, 1, 1),
      scale: vector,
      offset: vector,
      mean: vector,
      variance: vector,
    },
    nodes,
    outputs: [{ name: 'g' }],
  });
  return (await importOnnx(file)).network;
}

/** The same layers as our own models have them. */
function ownLayers(): Network {
  const b = new GraphBuilder();
  const padding = [1, 1, 1, 1];
  const x = b.input('image', [1, 33, 31, 3]);
  const wide = b.node('wide', 'conv2d', [x, 'w1', 'bias'], { strides: [2, 2], padding });
  const bent = b.node('bent', 'prelu', [wide, 'bias']);
  const deep = b.node('deep', 'conv2d', [bent, 'w2', 'bias'], { groups: 8, padding });
  const relu = b.node('relu', 'relu', [deep]);
  const point = b.node('point', 'conv2d', [relu, 'w3', 'bias']);
  const of = (...shape: number[]) => toConstant(shape, weight(...shape).values);
  const constants = { w1: of(3, 3, 3, 8), w2: of(3, 3, 1, 8), w3: of(1, 1, 8, 8), bias: of(8) };
  const graph = b.build(b.node('sum', 'add', [point, bent]));
  return { graph, constants: new Map(Object.entries(constants)) };
}

function convolutions({ recording }: Plan) {
  return recording.dispatches
    .filter(({ module }) => module.name.startsWith('conv2d/'))
    .map(({ module: { code }, workgroups }) => ({ code, workgroups }));
}

describe('imported layers', () => {
  const lane = useDevice();

  it('go through the same kernels as those of our own models', async ({ task }) => {
    const device = lane.device(task.meta);
    const imported = await compile(await importLayers(), device, { operators: allOperators });
    const own = await compile(ownLayers(), device, { operators: allOperators });
    expect(convolutions(own)).toHaveLength(3);
    expect(convolutions(imported)).toEqual(convolutions(own));
    imported.dispose();
    own.dispose();
  });

  it('shuffle channels with one transpose', async () => {
    const file = buildOnnx({
      opset: 13,
      inputs: [image],
      initializers: {
        first: weight(6, 3, 1, 1),
        last: weight(2, 6, 1, 1),
        apart: { type: 'int64', shape: [5], values: [1, 2, 3, 33, 31] },
        together: { type: 'int64', shape: [4], values: [1, -1, 33, 31] },
      },
      nodes: [
        { operator: 'Conv', inputs: ['image', 'first'], outputs: ['a'] },
        { operator: 'Reshape', inputs: ['a', 'apart'], outputs: ['b'] },
        {
          operator: 'Transpose',
          inputs: ['b'],
          outputs: ['c'],
          attributes: { perm: [0, 2, 1, 3, 4] },
        },
        { operator: 'Reshape', inputs: ['c', 'together'], outputs: ['d'] },
        { operator: 'Conv', inputs: ['d', 'last'], outputs: ['e'] },
      ],
      outputs: [{ name: 'e' }],
    });
    let { network } = await importOnnx(file);
    for (const pass of defaultPasses) {
      const types = inferTypes(network, allOperators, {});
      network = pass.run(network, { operators: allOperators, types });
    }
    const names = network.graph.nodes.map(({ operator }) => operator);
    const inside = names.slice(names.indexOf('conv2d') + 1, names.lastIndexOf('conv2d'));
    expect(inside).toEqual(['reshape', 'transpose', 'reshape']);
  });
});
