import { type ErrorCode, FaceGpuError } from '@facegpu/kernels';
import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { storeNetwork } from '../format/store-network.ts';
import { valuesOf } from '../ir/constant.ts';
import { inferTypes, shapeOf } from '../ir/infer-types.ts';
import { summarize } from '../ir/summary.ts';
import { Model } from '../model.ts';
import { allOperators } from '../operators/all.ts';
import { importOnnx } from './import.ts';
import { buildOnnx, type TestModel, type TestNode } from './testing/build.ts';
import { mutate } from './testing/mutate.ts';
import { sampleModel } from './testing/sample-model.ts';

const sample = buildOnnx(sampleModel);
const about = { name: 'sample', task: '', description: '', licence: '', origin: '', settings: {} };

describe('importing ONNX', () => {
  it('keeps names of inputs, outputs and sizes, and what is computed from sizes', async () => {
    const { network, operators } = await importOnnx(sample);
    expect(network.graph.inputs).toEqual([
      { name: 'image', shape: ['batch', 3, 8, 8], dtype: 'f32' },
    ]);
    expect(network.graph.outputs).toEqual(['shares', 'sum']);
    expect(operators).toHaveLength(sampleModel.nodes.length);
    const types = inferTypes(network, allOperators, { batch: 7 });
    expect(shapeOf(types, 'shares')).toEqual([7, 5]);
    expect(shapeOf(types, 'sum')).toEqual([7, 4, 4, 4]);
  });

  it('folds shapes where all sizes are known, and moves axes only at the ends', async () => {
    const { network } = await importOnnx(sample, { shapes: { image: [2, 3, 8, 8] } });
    const names = network.graph.nodes.map(({ operator }) => operator);
    expect(names.filter((name) => name === 'shape' || name === 'gather')).toEqual([]);
    // Into the first convolution; out of the sum, which the product reads too.
    expect(names.filter((name) => name === 'transpose')).toHaveLength(2);
  });

  it('survives a model file', async () => {
    const { network } = await importOnnx(sample);
    const { tensors, ...stored } = storeNetwork(network);
    const model = await Model.parse(Model.serialize({ ...about, ...stored }, tensors));
    const again = summarize(model.network(), allOperators, { batch: 1 });
    expect(again).toEqual(summarize(network, allOperators, { batch: 1 }));
    expect(again.multiplyAdds).toBe(4 * 4 * 4 * 27 + 64 * 5);
  });

  it('keeps the bytes of quantised weights, with a scale for each channel', async () => {
    const weight = Array.from({ length: 4 * 3 * 9 }, (_, i) => ((i * 37) % 255) - 127);
    const model = buildOnnx({
      ...sampleModel,
      initializers: {
        bytes: { type: 'int8', shape: [4, 3, 3, 3], values: weight },
        scales: { type: 'float', shape: [4], values: [0.5, 0.25, 2, 1] },
        zeros: { type: 'int8', shape: [4], values: [0, 1, -2, 3] },
      },
      nodes: [
        {
          operator: 'DequantizeLinear',
          inputs: ['bytes', 'scales', 'zeros'],
          outputs: ['weight'],
          attributes: { axis: 0 },
        },
        { operator: 'Conv', inputs: ['image', 'weight'], outputs: ['sum'] },
      ],
      outputs: [{ name: 'sum' }],
    });
    const { network } = await importOnnx(model);
    const { tensors, ...stored } = storeNetwork(network);
    const [[name, tensor], ...others] = tensors;
    expect(others).toEqual([]);
    expect(tensor).toMatchObject({ type: 'U8', shape: [3, 3, 3, 4] });
    expect(stored.quantization[name].scale).toEqual([0.5, 0.25, 2, 1]);
    const again = await Model.parse(Model.serialize({ ...about, ...stored }, tensors));
    const values = valuesOf(again.constant(name));
    expect([...values]).toEqual(
      [...values].map((_, i) => {
        const [channel, tap, plane] = [i % 4, Math.floor(i / 12), Math.floor(i / 4) % 3];
        const byte = weight[(channel * 3 + plane) * 9 + tap];
        return (byte - [0, 1, -2, 3][channel]) * [0.5, 0.25, 2, 1][channel];
      }),
    );
    const longer = { [name]: { scale: [1, 2, 3], minimum: 0 } };
    const file = Model.serialize({ ...about, ...stored, quantization: longer }, tensors);
    await expect(Model.parse(file)).rejects.toMatchObject({ code: 'bad-model' });
  });

  it('takes a Buffer, whose slices are no copies', async () => {
    class View extends Uint8Array<ArrayBuffer> {
      override slice(start?: number, end?: number) {
        return this.subarray(start, end);
      }
    }
    const within = new View(new ArrayBuffer(sample.byteLength + 3), 3);
    within.set(sample);
    const [network, expected] = [await importOnnx(within), await importOnnx(sample)].map(
      (imported) => imported.network,
    );
    for (const [name, constant] of expected.constants) {
      expect(valuesOf(network.constants.get(name) ?? constant), name).toEqual(valuesOf(constant));
    }
    expect([...network.constants.keys()]).toEqual([...expected.constants.keys()]);
  });

  it('computes what a node must know of values that are given', async () => {
    const model = buildOnnx({
      opset: 13,
      inputs: [
        { name: 'image', type: 'float', shape: [2, 12] },
        { name: 'halves', type: 'int64', shape: ['axes'] },
      ],
      initializers: { two: { type: 'int64', shape: [], values: [2] } },
      nodes: [
        { operator: 'Mul', inputs: ['halves', 'two'], outputs: ['shape'] },
        { operator: 'Reshape', inputs: ['image', 'shape'], outputs: ['moved'] },
      ],
      outputs: [{ name: 'moved' }],
    });
    const values = { halves: [2, 3] };
    const { network, taken } = await importOnnx(model, { shapes: { halves: [2] }, values });
    expect(taken).toEqual(['halves']);
    expect(shapeOf(inferTypes(network, allOperators, {}), 'moved')).toEqual([4, 6]);
    for (const shapes of [{}, { halves: [3] }]) {
      const error = await importOnnx(model, { shapes, values }).catch((each) => each);
      expect(error).toMatchObject({
        code: 'bad-argument',
        message: expect.stringMatching(/"halves".* 2 values/),
      });
    }
  });

  it('names all that is missing at once', async () => {
    const node = (operator: string, more: Partial<TestNode> = {}): TestNode => ({
      operator,
      name: `the ${operator}`,
      inputs: ['image'],
      outputs: [operator],
      ...more,
    });
    const nodes = [
      node('Einsum'),
      node('Relu', { attributes: { slope: 1 } }),
      node('MaxPool', { attributes: { kernel_shape: [2, 2, 2] } }),
      node('Neg', { domain: 'my.own', inputs: ['Einsum'] }),
      node('Sigmoid', { inputs: ['Einsum'] }),
    ];
    const outputs = nodes.map(({ outputs: [name] }) => ({ name }));
    const error = await failure({ ...sampleModel, nodes, outputs });
    expect(error.code).toBe('unsupported-op');
    expect(error.message).toContain('4 nodes');
    for (const what of [
      'Einsum (node "the Einsum")',
      'Relu (node "the Relu"): attribute slope',
      'MaxPool (node "the MaxPool"): kernel_shape is [2, 2, 2]',
      'my.own.Neg (node "the Neg")',
    ]) {
      expect(error.message).toContain(what);
    }
  });

  it('says which inputs there are, where another is given a shape', async () => {
    const error = await importOnnx(sample, { shapes: { picture: [1] } }).catch((each) => each);
    expect(error).toMatchObject({
      code: 'bad-argument',
      message: 'the model has no input "picture"',
      fix: 'Its inputs: image.',
    });
  });

  it('reads weights of other files by the function that it is given', async () => {
    const bytes = new Uint8Array(Float32Array.of(9, 1, 2, 3, 4, 9).buffer);
    const outside = (offset: number, length: number) =>
      buildOnnx({
        ...sampleModel,
        initializers: {
          ...sampleModel.initializers,
          scale: {
            type: 'float',
            shape: [4, 1, 1],
            values: [],
            external: { location: 'weights.bin', offset: String(offset), length: String(length) },
          },
        },
      });
    const read: string[] = [];
    const external = async (location: string) => {
      read.push(location);
      return bytes;
    };
    const { network } = await importOnnx(outside(4, 16), { external });
    expect(read).toEqual(['weights.bin']);
    const scales = [...network.constants.values()].map((constant) => [...valuesOf(constant)]);
    expect(scales).toContainEqual([1, 2, 3, 4]);
    for (const [offset, length] of [
      [12, 16],
      [-4, 16],
      [4, 2 ** 53],
      [4, 12],
    ] as const) {
      const error = await importOnnx(outside(offset, length), { external }).catch((each) => each);
      expect(error).toMatchObject({ code: 'bad-model', message: expect.stringMatching(/"scale"/) });
    }
    expect(await importOnnx(outside(4, 16)).catch((each) => each)).toMatchObject({
      code: 'bad-argument',
      message: 'the model keeps weights in the file "weights.bin"',
    });
  });

  it.each<[string, Partial<TestModel>, ErrorCode, RegExp]>([
    ['a version to come', { opset: 22 }, 'bad-model', /version 22: those up to 21/],
    ['no nodes', { nodes: [] }, 'bad-model', /no graph with nodes/],
    [
      'a cycle',
      {
        nodes: [
          { operator: 'Add', inputs: ['image', 'b'], outputs: ['a'] },
          { operator: 'Relu', inputs: ['a'], outputs: ['b'] },
        ],
      },
      'bad-model',
      /cycle/,
    ],
    [
      'a value that is written twice',
      {
        nodes: [
          { operator: 'Relu', inputs: ['image'], outputs: ['sum'] },
          { operator: 'Tanh', inputs: ['image'], outputs: ['sum'] },
        ],
      },
      'bad-model',
      /two values are named "sum"/,
    ],
    [
      'a value from nowhere',
      { nodes: [{ operator: 'Relu', inputs: ['ghost'], outputs: ['sum'] }] },
      'bad-model',
      /"ghost", which is missing/,
    ],
    ['an output from nowhere', { outputs: [{ name: 'ghost' }] }, 'bad-model', /"ghost"/],
    [
      'a size that cannot be',
      { inputs: [{ name: 'image', type: 'float', shape: [1, 3, 2 ** 31, 8] }] },
      'bad-model',
      /"image" has the shape/,
    ],
    [
      'weights that are too few',
      { initializers: { ...sampleModel.initializers, weight: cut() } },
      'bad-model',
      /"weight" of shape \[4, 3, 3, 3000000\] .* has 4 bytes/,
    ],
  ])('refuses %s', async (_, change, code, message) => {
    const error = await failure({ ...sampleModel, ...change });
    expect({ code: error.code, message: error.message }).toEqual({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('damaged files', () => {
  it('ONNX: a model or a typed error, 1,500 times', { timeout: 60_000 }, async () => {
    const random = new Random(14);
    const codes = new Map<string, number>();
    for (let i = 0; i < 1500; i++) {
      const file = mutate(sample, random);
      const outcome = await importOnnx(file).then(
        ({ network }) => summarized(() => summarize(network, allOperators, { batch: 1 })),
        codeOf,
      );
      codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
    }
    expect([...codes.keys()].sort()).not.toContain('crash');
    expect(codes.get('bad-model')).toBeGreaterThan(500);
  });

  it('model files: a model or a typed error, 500 times', { timeout: 60_000 }, async () => {
    const { network } = await importOnnx(sample);
    const { tensors, ...stored } = storeNetwork(network);
    const whole = Model.serialize({ ...about, ...stored }, tensors);
    const random = new Random(15);
    const codes = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const file = Uint8Array.from(mutate(whole, random));
      codes.add(
        await Model.parse(file).then(
          (model) => summarized(() => summarize(model.network(), allOperators, { batch: 1 })),
          codeOf,
        ),
      );
    }
    expect([...codes]).toContain('bad-model');
  });
});

function summarized(work: () => unknown): string {
  try {
    work();
    return 'fine';
  } catch (error) {
    return codeOf(error);
  }
}

/** The code of an error that was thrown on purpose. */
function codeOf(error: unknown): string {
  if (error instanceof FaceGpuError) return error.code;
  throw error;
}

async function failure(model: TestModel): Promise<FaceGpuError> {
  const error: unknown = await importOnnx(buildOnnx(model)).catch((each: unknown) => each);
  if (error instanceof FaceGpuError) return error;
  throw new Error(`no FaceGpuError, but ${error}`);
}

function cut() {
  return { type: 'float', shape: [4, 3, 3, 3_000_000], values: [1] } as const;
}
