import { encode, FaceGpuError } from '@facegpu/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ModelMetadata, metadataKey } from './format/metadata.ts';
import type { StoredTensor } from './format/safetensors.ts';
import { GraphBuilder } from './ir/builder.ts';
import { valuesOf } from './ir/constant.ts';
import { inferTypes } from './ir/infer-types.ts';
import { Model } from './model.ts';
import { allOperators } from './operators/all.ts';
import { editHeader, type Header } from './testing/edit-header.ts';

const source = 'small.safetensors';

const b = new GraphBuilder();
const image = b.input('image', ['batch', 1, 2, 1]);
const conv = b.node('conv', 'conv2d', [image, 'weight', 'bias']);
const metadata: ModelMetadata = {
  name: 'small',
  task: 'embed',
  description: 'Two numbers of two',
  licence: 'MIT',
  origin: 'this test',
  input: { name: image, sizes: [[1, 2]], channels: 'grey', mean: [0], scale: [1] },
  graph: b.build(conv),
  quantization: { weight: { scale: 0.5, minimum: -1 } },
  settings: { threshold: 0.5 },
};
const tensors = new Map<string, StoredTensor>([
  ['weight', { type: 'U8', shape: [1, 2, 1, 2], bytes: Uint8Array.of(0, 1, 2, 255) }],
  ['bias', { type: 'F32', shape: [2], bytes: new Uint8Array(Float32Array.of(1.5, -2).buffer) }],
]);
const file = Model.serialize(metadata, tensors);

type Loose = Record<string, unknown>;

/** The file with other metadata. */
function describing(changes: Loose): Uint8Array<ArrayBuffer> {
  return editHeader(file, (header) => {
    const own = { ...JSON.parse(header.__metadata__[metadataKey]), ...changes };
    return { ...header, __metadata__: { [metadataKey]: JSON.stringify(own) } };
  });
}

/** The file with an image input that is described in another way. */
function withImage(changes: Loose): Uint8Array<ArrayBuffer> {
  return describing({ input: { ...metadata.input, ...changes } });
}

/** The file with other text where its metadata was. */
function saying(text: string): Uint8Array<ArrayBuffer> {
  return editHeader(file, (header) => ({ ...header, __metadata__: { [metadataKey]: text } }));
}

/** The file with a node that is another one. */
function withNode(changes: Loose): Uint8Array<ArrayBuffer> {
  return withGraph({ nodes: [{ ...metadata.graph.nodes[0], ...changes }] });
}

function withGraph(changes: Loose): Uint8Array<ArrayBuffer> {
  return describing({ graph: { ...metadata.graph, ...changes } });
}

/** The file with an input that is another one. */
function withInput(changes: Loose): Uint8Array<ArrayBuffer> {
  return withGraph({ inputs: [{ ...metadata.graph.inputs[0], ...changes }] });
}

/** The file with other numbers in a tensor that lies at an odd place. */
function withBias(values: number[], type: 'F32' | 'F16' = 'F32'): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = encode(values, type === 'F32' ? 'f32' : 'f16');
  const bias = { type, shape: [values.length], bytes: new Uint8Array(buffer, 0, byteLength) };
  return Model.serialize(metadata, new Map([...tensors, ['bias', bias]]));
}

/** The file with an entry for a tensor that is another one. */
function withTensor(name: string, changes: Loose): Uint8Array<ArrayBuffer> {
  return editHeader(file, (header) => ({ ...header, [name]: { ...header[name], ...changes } }));
}

function without(name: string): Uint8Array<ArrayBuffer> {
  return editHeader(file, ({ [name]: _, ...rest }) => rest as Header);
}

describe('a model file', () => {
  let model: Model;

  beforeAll(async () => {
    model = await Model.parse(file, source);
  });

  it('comes back as it was written, with its weights as they lie there', () => {
    expect(model.metadata).toEqual(metadata);
    const { graph, constants } = model.network();
    expect(graph).toEqual(metadata.graph);
    expect([...constants]).toMatchObject([
      ['weight', { shape: [1, 2, 1, 2], dtype: 'f32', stored: { dtype: 'u8' } }],
      ['bias', { shape: [2], dtype: 'f32', stored: { dtype: 'f32' } }],
    ]);
    const values = [...constants.values()].map((constant) => [...valuesOf(constant)]);
    expect(values).toEqual([
      [-1, -0.5, 0, 126.5],
      [1.5, -2],
    ]);
  });

  it('gives a weight as one object, by which the GPU knows it', () => {
    const [first, second] = [model.network(), model.network()];
    for (const [name, { stored }] of first.constants) {
      expect(second.constants.get(name)?.stored).toBe(stored);
    }
  });

  it('is named by its bytes', async () => {
    const [again, other] = [await Model.parse(file.slice()), await Model.parse(describing({}))];
    expect(model.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(again.hash).toBe(model.hash);
    const changed = await Model.parse(describing({ description: 'changed' }));
    expect(changed.hash).not.toBe(other.hash);
  });

  it('names a weight that it lacks', () => {
    const error = { code: 'bad-model', message: `${source} has no tensor "anchors"` };
    expect(() => model.constant('anchors')).toThrow(expect.objectContaining(error));
  });

  it('says for which node a weight has the wrong shape', async () => {
    const turned = await Model.parse(withTensor('weight', { shape: [2, 2] }));
    expect(() => inferTypes(turned.network(), allOperators, { batch: 1 })).toThrow(
      expect.objectContaining({
        code: 'shape-mismatch',
        message: expect.stringMatching(/\(node "conv"\)/),
      }),
    );
  });

  it('is refused wherever it was cut off', async () => {
    const wrong: unknown[] = [];
    for (let size = 0; size < file.byteLength; size++) {
      const error: unknown = await Model.parse(file.slice(0, size), source).catch((e) => e);
      const isRight = error instanceof FaceGpuError && error.code === 'bad-model';
      if (!isRight || !error.message.startsWith(source)) wrong.push([size, error]);
    }
    expect(wrong).toEqual([]);
  });

  const { graph } = metadata;
  const relu = { operator: 'relu', attributes: {} };
  it.each<[string, Uint8Array<ArrayBuffer>, string | RegExp]>([
    ['empty', new Uint8Array(0), 'has 0 bytes and no header'],
    ['a web page', new TextEncoder().encode('<!DOCTYPE html>'), 'size of a header'],
    ['no JSON', editHeader(file, () => '{"weight":'), 'header is not JSON'],
    ['without metadata', without('__metadata__'), 'carries no graph'],
    ['with metadata that is not JSON', saying('{'), 'graph is not JSON'],
    ['with metadata that is null', saying('null'), 'its metadata is null, not a table'],
    ['with metadata that is a list', saying('[]'), 'its metadata is [], not a table'],
    ['of no format', describing({ format: undefined }), 'format is missing'],
    ['of a format that is text', describing({ format: '3' }), 'format is "3", not a finite number'],
    ['of an earlier format', describing({ format: 2 }), 'format 2, not 3'],
    ['of a later format', describing({ format: 4 }), 'format 4, not 3'],
    ['without a name', describing({ name: undefined }), 'name is missing'],
    ['with an empty name', describing({ name: '' }), 'name is "", not a name'],
    ['with a field too many', describing({ seting: {} }), 'seting is no field of it'],
    ['without a graph', describing({ graph: undefined }), 'graph is missing'],
    ['without nodes', withGraph({ nodes: undefined }), 'graph.nodes is missing'],
    ['with a node that is null', withGraph({ nodes: [null] }), 'nodes[0] is null, not a table'],
    ['with a node without inputs', withNode({ inputs: undefined }), 'nodes[0].inputs is missing'],
    ['with a node without outputs', withNode({ outputs: undefined }), 'nodes[0].outputs is miss'],
    ['with a node of the earlier format', withNode({ output: 'conv' }), 'nodes[0].output is no f'],
    ['with a node whose output has no name', withNode({ outputs: [''] }), 'outputs[0] is ""'],
    ['with a node without attributes', withNode({ attributes: undefined }), 'attributes is miss'],
    ['with an attribute that is null', withNode({ attributes: { axis: null } }), 'attributes.axis'],
    [
      'with an activation that is null',
      withNode({ inputActivation: null }),
      'inputActivation is n',
    ],
    [
      'with an unknown activation',
      withNode({ activation: { kind: 'evil' } }),
      'kind is "evil", not',
    ],
    [
      'with an activation found on the prototype',
      withNode({ activation: { kind: 'toString' } }),
      'activation.kind is "toString", not one of identity, relu',
    ],
    [
      'with a leaky activation that has no slope',
      withNode({ activation: { kind: 'leakyRelu' } }),
      'activation.slope is missing',
    ],
    [
      'with a slope where there is none',
      withNode({ activation: { kind: 'relu', slope: 1 } }),
      'activation.slope is no field',
    ],
    ['with an input that is null', withGraph({ inputs: [null] }), 'inputs[0] is null, not a table'],
    ['with an input without a dtype', withInput({ dtype: undefined }), 'dtype is missing'],
    ['with an input of an odd dtype', withInput({ dtype: 'constructor' }), 'not one of f32, f16'],
    ['with an input of 2^40 pixels', withInput({ shape: [2 ** 40] }), 'shape[0] is 1099511627776'],
    ['with an input of half a pixel', withInput({ shape: [0.5] }), 'shape[0] is 0.5, not a size'],
    ['with an input that is null', describing({ input: null }), 'input is null, not a table'],
    ['with half an input', describing({ input: { name: image } }), 'input.sizes is missing'],
    ['with two greys', withImage({ mean: [0, 0] }), 'input.mean is [0,0], not a list of 1'],
    ['with one scale of three', withImage({ channels: 'bgr', mean: [0, 0, 0] }), 'input.scale is'],
    ['for odd channels', withImage({ channels: 'toString' }), 'not one of rgb, bgr, grey'],
    ['without a size', withImage({ sizes: [] }), 'input.sizes is [], not a list of one size'],
    ['with half a size', withImage({ sizes: [[1]] }), 'input.sizes[0] is [1], not a list of 2'],
    ['with a size of 0', withImage({ sizes: [[0, 1]] }), 'sizes[0][0] is 0, not a whole number'],
    [
      'with a largest size that is no multiple',
      withImage({ sizes: { multiple: 32, longest: 100 } }),
      'input.sizes.longest is 100, not a multiple of 32',
    ],
    ['for another input', withImage({ name: 'x' }), 'the graph has no input "x"'],
    [
      'for another size',
      withImage({ sizes: [[2, 2]] }),
      'the input "image" is [batch, 1, 2, 1] in the graph, not [1, 2, 2, 1]',
    ],
    [
      'for other channels',
      withImage({ channels: 'rgb', mean: [0, 0, 0], scale: [1, 1, 1] }),
      'not [1, 1, 2, 3]',
    ],
    ['for another layout', withImage({ layout: 'nchw' }), 'not [1, 1, 1, 2]'],
    [
      'with settings that are null',
      describing({ settings: null }),
      'settings is null, not a table',
    ],
    ['with no quantisation', describing({ quantization: null }), 'quantization is null, not a t'],
    [
      'with half a quantisation',
      describing({ quantization: { weight: { scale: 1 } } }),
      'quantization.weight.minimum is missing',
    ],
    [
      'with a quantisation of floats',
      describing({ quantization: { bias: { scale: 1, minimum: 0 } } }),
      'the quantization of "bias" (scale 1, minimum 0) fits no tensor of bytes',
    ],
    [
      'with a quantisation of a tensor that is found on the prototype',
      describing({ quantization: { constructor: { scale: 1, minimum: 0 } } }),
      'the quantization of "constructor"',
    ],
    [
      'with a quantisation that no f32 holds',
      describing({ quantization: { weight: { scale: 1e37, minimum: 0 } } }),
      'the quantization of "weight" (scale 1e+37',
    ],
    ['with a weight that is NaN', withBias([1, Number.NaN]), 'the weights "bias" hold NaN'],
    ['with a weight that is infinite', withBias([-Infinity, 1]), 'the weights "bias" hold NaN'],
    [
      'with a half that is infinite',
      withBias([1, 2, Infinity], 'F16'),
      'the weights "bias" hold NaN or infinity',
    ],
    [
      'with an output that is a weight',
      withGraph({ outputs: ['weight'] }),
      'the output "weight" is a weight',
    ],
    ['with an output twice', withGraph({ outputs: ['conv', 'conv'] }), 'listed twice: conv, conv'],
    [
      'with two nodes of one name',
      withGraph({ nodes: [graph.nodes[0], { ...graph.nodes[0], outputs: ['other'] }] }),
      'two nodes are named "conv"',
    ],
    [
      'with nodes that wait for each other',
      withGraph({
        nodes: [
          { ...relu, name: 'a', inputs: ['b'], outputs: ['a'] },
          { ...relu, name: 'b', inputs: ['a'], outputs: ['b'] },
        ],
      }),
      'node "a" (relu) reads "b", which is computed by a later node, or by itself',
    ],
    [
      'with an output that nothing computes',
      withGraph({ outputs: ['x'] }),
      'the output "x" is missing',
    ],
    [
      'with a node that reads nothing known',
      withNode({ inputs: [image, 'wieght'] }),
      'node "conv" (conv2d) reads "wieght", which is missing',
    ],
    [
      'with one name twice',
      withNode({ outputs: ['bias'] }),
      'node "conv" is named bias, and so is',
    ],
    ['without a tensor', without('bias'), 'node "conv" (conv2d) reads "bias", which is missing'],
    ['of unknown types', withTensor('bias', { dtype: 'BF16' }), '"bias" has the type BF16'],
    ['of odd types', withTensor('bias', { dtype: 'toString' }), '"bias" has the type toString'],
    ['with another shape', withTensor('bias', { shape: [3] }), '"bias" of shape [3] needs 12'],
    [
      'with a tensor beyond its end',
      withTensor('bias', { data_offsets: [8, 16] }),
      'ends before tensor "bias" does',
    ],
    [
      'with offsets the wrong way round',
      withTensor('bias', { data_offsets: [8, 0] }),
      'tensor "bias" of shape [2] needs 8 bytes and has -8',
    ],
    [
      'with a tensor over another one',
      withTensor('bias', { data_offsets: [4, 12] }),
      'tensor "weight" overlaps "bias"',
    ],
    ['with offsets that are text', withTensor('bias', { data_offsets: '0' }), 'malformed'],
    ['with a tensor that is null', editHeader(file, (h) => ({ ...h, bias: null })), 'malformed'],
  ])('is refused where it is %s', async (_, bytes, message) => {
    const error: unknown = await Model.parse(bytes, source).catch((e) => e);
    expect(error).toBeInstanceOf(FaceGpuError);
    expect(error).toMatchObject({ code: 'bad-model', fix: expect.stringMatching(/\.$/) });
    expect((error as FaceGpuError).message).toMatch(new RegExp(`^${source}\\b`));
    expect((error as FaceGpuError).message).toContain(message);
  });
});
