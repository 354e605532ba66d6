import { describe, expect, it } from 'vitest';
import { bytesPerElement, type DType, decode, encode } from './dtype.ts';
import { byteLength } from './tensor.ts';

describe('dtypes', () => {
  it.each<[DType, number[], number]>([
    ['f32', [1.5, -2, 0], 4],
    ['f16', [1.5, -2, 65504], 2],
    ['i32', [-5, 2 ** 31 - 1, 0], 4],
    ['u32', [5, 2 ** 32 - 1, 0], 4],
    ['u8', [0, 1, 255, 7, 9], 1],
    ['bool', [0, 1, 1], 4],
  ])('%s comes back as it was', (dtype, values, size) => {
    const { buffer, byteLength: bytes } = encode(values, dtype);
    expect(bytesPerElement(dtype)).toBe(size);
    expect(bytes).toBe(values.length * size);
    expect([...decode(buffer, dtype)]).toEqual(values);
  });

  it('takes everything but 0 for true', () => {
    expect([...decode(encode([0, -0.5, 3], 'bool').buffer, 'bool')]).toEqual([0, 1, 1]);
  });

  it('puts four bytes into a word, the first in the lowest', () => {
    const { buffer } = encode([1, 2, 3, 4], 'u8');
    expect(new DataView(buffer).getUint32(0, true)).toBe(0x04030201);
    expect(byteLength({ shape: [17], dtype: 'u8', layout: 'dense' })).toBe(32);
  });
});
