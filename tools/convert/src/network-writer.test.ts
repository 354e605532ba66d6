import { describe, expect, it } from 'vitest';
import { NetworkWriter } from './network-writer.ts';
import { weightsOf } from './testing/weights.ts';

const weights = [
  {
    name: 'filter',
    shape: [2, 1],
    dtype: 'float32',
    quantization: { dtype: 'uint8', scale: 2, min: -1 },
  },
  { name: 'bias', shape: [1], dtype: 'float32' },
  { name: 'axis', shape: [], dtype: 'int32' },
];

async function writer(): Promise<NetworkWriter> {
  return new NetworkWriter(
    await weightsOf({
      'model/net-weights_manifest.json': [{ paths: ['a.bin'], weights }],
      'model/a.bin': new Uint8Array(2 + 4 + 4),
    }),
  );
}

describe('NetworkWriter', () => {
  it('takes weights under a new name and shape', async () => {
    const net = await writer();
    expect(net.weight('filter', [2, 1], { name: 'rows', shape: [1, 2] })).toBe('rows');
    const { tensors, quantization } = net.finish([]);
    expect(tensors.get('rows')).toMatchObject({ type: 'U8', shape: [1, 2] });
    expect(quantization).toEqual({ rows: { scale: 2, minimum: -1 } });
  });

  it('lists numbers that nothing took, but no bookkeeping', async () => {
    const net = await writer();
    net.weight('filter', [2, 1]);
    expect(net.finish([]).unused).toEqual(['bias']);
  });

  it.each([
    ['missing', 'fitler', [2, 1], 'net-weights_manifest.json has no tensor "fitler"'],
    ['of another shape', 'filter', [1, 2], 'has tensor "filter" as [2, 1], not as [1, 2]'],
  ])('names a weight that is %s', async (_, name, shape, message) => {
    const net = await writer();
    const error = { code: 'bad-model', message: expect.stringContaining(message) };
    expect(() => net.weight(name, shape)).toThrow(expect.objectContaining(error));
  });
});
