import { FaceGpuError } from '@facegpu/kernels';
import { describe, expect, it } from 'vitest';
import { formatVersion, metadataKey } from './format/metadata.ts';
import { type StoredTensor, writeSafetensors } from './format/safetensors.ts';
import { inferTypes } from './ir/infer-types.ts';
import { Model } from './model.ts';
import { allOperators } from './operators/all.ts';

/** What a file says where nothing checks it. */
interface Fault {
  readonly operator?: string;
  readonly inputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly shape?: readonly unknown[];
  readonly outputs?: readonly string[];
  readonly weights?: Readonly<Record<string, StoredTensor>>;
}

/** A file of one node. */
function fileOf(fault: Fault): Uint8Array<ArrayBuffer> {
  const { operator = 'relu', inputs = ['x'], attributes = {}, more, shape = [1, 4] } = fault;
  const said = {
    format: formatVersion,
    name: 'm',
    graph: {
      inputs: [{ name: 'x', shape, dtype: 'f32' }],
      outputs: fault.outputs ?? ['y'],
      nodes: [{ name: 'the node', operator, inputs, outputs: ['y'], attributes, ...more }],
    },
  };
  const metadata = { [metadataKey]: JSON.stringify(said) };
  return writeSafetensors({ metadata, tensors: new Map(Object.entries(fault.weights ?? {})) });
}

const floats = (shape: number[], ...values: number[]): StoredTensor => ({
  type: 'F32',
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

const w = floats([4, 1], 1, 1, 1, 1);
const bytes: StoredTensor = { type: 'U8', shape: [4, 1], bytes: Uint8Array.of(1, 2, 3, 4) };
const image = [1, 4, 4, 4];
const node = /node "the node"/;

describe('a model file that nothing can come of', () => {
  it.each<[string, Fault, string, RegExp]>([
    ['an operator found on the prototype', { operator: 'toString' }, 'unsupported-op', node],
    ['an operator called constructor', { operator: 'constructor' }, 'unsupported-op', node],
    [
      'an output that is a weight which a node reads',
      { operator: 'gemm', inputs: ['x', 'w'], weights: { w }, outputs: ['w'] },
      'bad-model',
      /the output "w" is a weight/,
    ],
    ['an input of 2^33 elements', { shape: [2 ** 31 - 1, 4] }, 'out-of-memory', /8589934588 elem/],
    [
      'an input of 2^40 elements',
      { shape: [2 ** 38, 4] },
      'bad-model',
      /shape\[0\] is 274877906944/,
    ],
    ['an input of many small axes', { shape: Array(40).fill(2) }, 'out-of-memory', /1099511627776/],
    [
      'an operator that takes no activation',
      { operator: 'softmax', more: { activation: { kind: 'relu' } } },
      'bad-model',
      /softmax applies no such activation by itself \(node "the node"\)/,
    ],
    [
      'an operator that takes no activation of its input',
      {
        operator: 'gemm',
        inputs: ['x', 'w'],
        weights: { w },
        more: { inputActivation: { kind: 'relu' } },
      },
      'bad-model',
      /gemm applies no such activation/,
    ],
    ['an output too many', { more: { outputs: ['y', 'z'] } }, 'bad-model', /1 outputs at most/],
    [
      'fewer outputs than are computed',
      { operator: 'split', attributes: { axis: 1, sizes: [1, 3] } },
      'bad-model',
      /split computes 2 values, not 1 \(node "the node"\)/,
    ],
    [
      'a kernel of 2^40',
      { operator: 'maxPool', shape: image, attributes: { kernel: [3, 2 ** 40] } },
      'bad-model',
      /maxPool: attribute kernel is \[3,1099511627776\] \(node "the node"\)/,
    ],
    [
      'padding of 2^40',
      {
        operator: 'maxPool',
        shape: image,
        attributes: { kernel: [3, 3], padding: [0, 0, 2 ** 40, 0] },
      },
      'bad-model',
      /attribute padding/,
    ],
    [
      'a stride of 1e20',
      { operator: 'maxPool', shape: image, attributes: { kernel: [1, 1], strides: [1e20, 1] } },
      'bad-model',
      /attribute strides/,
    ],
    [
      'an unknown attribute',
      { attributes: { slope: 1 } },
      'bad-model',
      /relu has no attribute "sl/,
    ],
    [
      'a weight of bytes without a quantisation, named constructor',
      {
        operator: 'gemm',
        inputs: ['x', 'constructor'],
        weights: { constructor: bytes },
      },
      'shape-mismatch',
      /input 1 \("constructor"\) holds u8 \(node "the node"\)/,
    ],
    [
      'an axis without a size, named constructor',
      { shape: ['constructor', 4] },
      'bad-argument',
      /the axis "constructor" of input "x" has no size/,
    ],
    [
      'a weight that is NaN',
      { operator: 'gemm', inputs: ['x', 'w'], weights: { w: floats([4, 1], 1, Number.NaN, 1, 1) } },
      'bad-model',
      /m: the weights "w" hold NaN or infinity/,
    ],
    [
      'a weight that is infinite',
      { operator: 'gemm', inputs: ['x', 'w'], weights: { w: floats([4, 1], 1, 1, Infinity, 1) } },
      'bad-model',
      /m: the weights "w" hold NaN or infinity/,
    ],
  ])('gives an error of ours: %s', async (_, fault, code, message) => {
    const error = await use(fault).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FaceGpuError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('is not what this test makes without a fault', async () => {
    await use({});
    await use({ operator: 'gemm', inputs: ['x', 'w'], weights: { w } });
    await use({ operator: 'maxPool', shape: image, attributes: { kernel: [2, 2] } });
  });
});

async function use(fault: Fault): Promise<void> {
  const model = await Model.parse(fileOf(fault), 'm');
  inferTypes(model.network(), allOperators, {});
}
