import { describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from './npy.ts';

describe('.npy', () => {
  it.each(['f32', 'i32', 'u32', 'bool'] as const)('reads what it wrote: %s', (type) => {
    for (const shape of [[], [3], [2, 3], [1, 0, 4]]) {
      const count = shape.reduce((product, size) => product * size, 1);
      const values = Array.from({ length: count }, (_, i) => i % 2);
      const file = writeNpy({ shape, values }, type);
      expect(readNpy(file, 'a.npy')).toEqual({ shape, values: Float64Array.from(values) });
    }
  });

  it('begins the data at a multiple of 64 bytes, as numpy does', () => {
    const file = writeNpy({ shape: [2], values: [1, 2] }, 'f32');
    expect((file.byteLength - 8) % 64).toBe(0);
    expect(new TextDecoder().decode(file.subarray(10, 70))).toMatch(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2,\), \}/,
    );
  });

  it('says what is wrong with a file', () => {
    const file = writeNpy({ shape: [2, 2], values: [1, 2, 3, 4] }, 'f32');
    const edited = (from: string, to: string) => {
      const text = [...file].map((byte) => String.fromCharCode(byte)).join('');
      return Uint8Array.from(text.replace(from, to), (letter) => letter.charCodeAt(0));
    };
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(3), /no \.npy file/],
      [file.subarray(0, 40), /cut off/],
      [file.subarray(0, -1), /\[2, 2\] of f4 has 15 bytes/],
      [edited("'<f4'", "'>f4'"), />f4/],
      [edited("'<f4'", "'<c8'"), /<c8/],
      [edited('False', 'True '), /column-major/],
      [edited("'shape'", "'shame'"), /header/],
      [edited('(2, 2)', '(9999999, 99999999)'), /bytes/],
    ];
    for (const [bytes, message] of cases) {
      expect(() => readNpy(bytes, 'a.npy')).toThrow(message);
    }
  });
});
