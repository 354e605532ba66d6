import { storedConstant, valuesOf } from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { decodeByTfjs, weightsOf } from '../testing/weights.ts';
import type { ManifestWeight } from './manifest.ts';
import { toStored } from './stored.ts';
import type { TfjsTensor } from './weights.ts';

const manifest = 'model/net-weights_manifest.json';
const shards = ['a.bin', 'b.bin'];

const weights: readonly ManifestWeight[] = [
  {
    name: 'bytes',
    shape: [7],
    dtype: 'float32',
    quantization: { dtype: 'uint8', scale: 0.3, min: -7.1 },
  },
  { name: 'halves', shape: [2, 3], dtype: 'float32', quantization: { dtype: 'float16' } },
  {
    name: 'words',
    shape: [5],
    dtype: 'float32',
    quantization: { dtype: 'uint16', scale: 1e-3, min: -2 },
  },
  { name: 'floats', shape: [3, 1], dtype: 'float32' },
  { name: 'axes', shape: [2], dtype: 'int32', quantization: { dtype: 'uint8', scale: 1, min: -1 } },
  { name: 'long', shape: [], dtype: 'int32', quantization: { dtype: 'uint16', scale: 2, min: 5 } },
  { name: 'integers', shape: [2], dtype: 'int32' },
  { name: 'flags', shape: [2], dtype: 'bool' },
];
const size = 7 + 12 + 10 + 12 + 2 + 2 + 8 + 2;

/** Bytes of shards: anything, as long as halves are finite. */
function bytes(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => (i * 37 + 11) % 120);
}

function files(content = bytes(size), group: object = { paths: shards, weights }) {
  // The first shard ends within a tensor.
  const [a, b] = [content.subarray(0, 9), content.subarray(9)];
  return { [manifest]: [group], 'model/a.bin': a, 'model/b.bin': b };
}

describe('readWeights', () => {
  it('finds tensors across shards, quantised or not', async () => {
    const { tensors } = await weightsOf(files());
    expect([...tensors.keys()]).toEqual(weights.map(({ name }) => name));
    expect(tensors.get('halves')?.bytes).toEqual(bytes(size).subarray(7, 19));
  });

  it.each([
    [
      'a truncated shard',
      files(bytes(size - 1)),
      /b\.bin \(45 bytes\): truncated: .* need 55 bytes/,
    ],
    ['a shard that is too long', files(bytes(size + 1)), /b\.bin \(47 bytes\): too long/],
    [
      'a string',
      files(bytes(size), {
        paths: shards,
        weights: [{ name: 'words', shape: [2], dtype: 'string' }],
      }),
      /"words" has the type string/,
    ],
    [
      'an unknown quantization',
      files(bytes(size), {
        paths: shards,
        weights: [{ ...weights[0], quantization: { dtype: 'int4' } }],
      }),
      /"bytes" .* has the quantization/,
    ],
    [
      'a shape that is none',
      files(bytes(size), { paths: shards, weights: [{ ...weights[0], shape: [-1] }] }),
      /lacks a name or a shape/,
    ],
    ['a group without paths', files(bytes(size), { weights }), /group 0 lacks paths/],
    ['text', { [manifest]: Uint8Array.of(0x2d) }, /it is not JSON/],
  ])('names %s', async (_, broken, message) => {
    const error = { code: 'bad-model', message: expect.stringMatching(message) };
    await expect(weightsOf(broken)).rejects.toMatchObject(error);
  });

  it('passes on what reading a file throws', async () => {
    await expect(weightsOf({ ...files(), 'model/b.bin': undefined as never })).rejects.toThrow(
      'model/b.bin is missing',
    );
  });
});

describe('toStored', () => {
  it('keeps bytes and halves, and expands what model files have no type for', async () => {
    const { tensors } = await weightsOf(files());
    const stored = [...tensors.values()].map(toStored);
    expect(stored.map(({ tensor }) => tensor.type).join(' ')).toBe(
      'U8 F16 F32 F32 I32 I32 I32 BOOL',
    );
    expect(stored[0]?.quantization).toEqual({ scale: 0.3, minimum: -7.1 });
  });

  it.each(weights)('gives the $name that TensorFlow.js decodes', async ({ name, dtype }) => {
    const source = await weightsOf(files());
    const { tensor, quantization } = toStored(source.tensors.get(name) as TfjsTensor);
    const wanted = Float32Array.from(decodeByTfjs(source, name), (value) => {
      return dtype === 'bool' ? Number(value !== 0) : value;
    });
    expect(Float32Array.from(valuesOf(storedConstant(tensor, quantization)))).toEqual(wanted);
  });
});
