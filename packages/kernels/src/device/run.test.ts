import { activation } from '../activation/activation.ts';
import { repack } from '../repack/repack.ts';
import type { DType } from '../tensor/dtype.ts';
import { Tensor } from '../tensor/tensor.ts';
import { constant } from '../tensor/values.ts';
import { useDevice } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { topK } from '../top-k/top-k.ts';
import { run } from './run.ts';
import { allocate, uploadRows, uploadTensor } from './storage.ts';

describe('run', () => {
  const lane = useDevice();

  it('returns each output in the numbers of its dtype, and frees everything', async ({ task }) => {
    const device = lane.device(task.meta);
    const input = constant('input', [2, 3], [3, 1, 2, -5, 7, 6]);
    const values = new Tensor('values', { shape: [2, 2], dtype: 'f32', layout: 'dense' });
    const indices = new Tensor('indices', { shape: [2, 2], dtype: 'u32', layout: 'dense' });
    const dispatches = topK({ input, values, indices });
    for (let i = 0; i < 2; i++) {
      expect(await run(device, dispatches, [indices, values])).toEqual([
        Uint32Array.of(1, 2, 0, 2),
        Float32Array.of(1, 2, -5, 6),
      ]);
    }
    for (const tensor of [input, values, indices]) expect(tensor.storage).toBeUndefined();
    expect(device.memory.buffers).toBe(0);
  });

  it('takes and returns logical values, whatever the layout', async ({ task }) => {
    const device = lane.device(task.meta);
    const image = Array.from({ length: 2 * 3 * 2 * 3 }, (_, i) => i - 17);
    const input = constant('input', [2, 3, 2, 3], image, { layout: 'nhwc4' });
    const middle = new Tensor('middle', input);
    const output = new Tensor('output', { ...input, layout: 'dense' });
    const dispatches = [
      ...activation({ input, output: middle, activation: { kind: 'relu' } }),
      ...repack({ input: middle, output }),
    ];
    const expected = Float32Array.from(image, (value) => Math.max(0, value));
    expect(await run(device, dispatches, [middle, output])).toEqual([expected, expected]);
  });

  it('leaves tensors alone that have storage', async ({ task }) => {
    const device = lane.device(task.meta);
    const input = new Tensor('input', { shape: [3], dtype: 'f32', layout: 'dense' });
    const output = new Tensor('output', input);
    const buffers = await allocate(device, 'test', [input]);
    uploadTensor(device, input, Float32Array.of(-1, 0, 1));
    const dispatches = activation({ input, output, activation: { kind: 'relu' } });
    expect(await run(device, dispatches, [output])).toEqual([Float32Array.of(0, 0, 1)]);
    uploadRows(device, input, Float32Array.of(5), 1);
    expect(await run(device, dispatches, [output])).toEqual([Float32Array.of(0, 5, 1)]);
    for (const buffer of buffers) device.freeBuffer(buffer);
  });
});

describe('uploadTensor', () => {
  const lane = useDevice();

  it('refuses what the tensor would take for something else', async ({ task }) => {
    const device = lane.device(task.meta);
    const make = (dtype: DType, layout: 'dense' | 'nhwc4', ...shape: number[]) =>
      new Tensor('tensor', { shape, dtype, layout });
    const image = make('f32', 'nhwc4', 1, 2, 2, 3);
    const [halves, words] = [make('f16', 'dense', 5), make('u32', 'dense', 5)];
    const rows = make('f32', 'dense', 4, 3);
    const buffers = await allocate(device, 'test', [image, halves, words, rows]);
    const refused = (call: () => void, error: object) =>
      expect(call).toThrow(expect.objectContaining(error));
    const wrongLength = { code: 'shape-mismatch', fix: expect.stringMatching(/toStored/) };
    refused(() => uploadTensor(device, image, new Float32Array(12)), wrongLength);
    const wrongType = (array: string) => ({
      code: 'bad-argument',
      fix: expect.stringMatching(array),
    });
    refused(() => uploadTensor(device, halves, new Float32Array(5)), wrongType('Uint16Array'));
    refused(() => uploadTensor(device, words, new Float32Array(5)), wrongType('Uint32Array'));
    refused(() => uploadTensor(device, image, new Int32Array(16)), wrongType('Float32Array'));
    const few = { code: 'shape-mismatch', fix: 'Give 5.' };
    refused(() => uploadTensor(device, words, new Uint32Array(4)), few);
    uploadTensor(device, image, new Float32Array(16));
    uploadTensor(device, halves, new Uint16Array(5));

    const uploads: [Tensor, number, number][] = [
      [rows, 4, 0],
      [rows, 15, 0],
      [rows, 6, 3],
      [rows, 3, -1],
      [rows, 3, 0.5],
      [image, 16, 0],
    ];
    for (const [tensor, count, first] of uploads) {
      refused(() => uploadRows(device, tensor, new Float32Array(count), first), {
        code: 'shape-mismatch',
        fix: expect.stringMatching(/whole rows/),
      });
    }
    uploadRows(device, rows, new Float32Array(6), 2);
    const homeless = make('f32', 'dense', 1);
    refused(() => uploadTensor(device, homeless, new Float32Array(1)), {
      code: 'bad-argument',
      message: expect.stringMatching(/no storage/),
    });
    for (const buffer of buffers) device.freeBuffer(buffer);
  });

  it('counts the values of a constant', () => {
    expect(() => constant('odd', [2, 2], [1, 2, 3])).toThrow(
      expect.objectContaining({ code: 'shape-mismatch', fix: expect.stringMatching(/give 4/) }),
    );
  });
});
