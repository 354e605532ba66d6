import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { decodeVectors } from './decode-vectors.reference.ts';
import { encodeVectors } from './encode-vectors.ts';

const formats = ['f16', 'int8'] as const;

describe.each(formats)('vectors in %s', (format) => {
  it.each([1, 3, 4, 7, 64, 257])('of %i numbers are as far off as is said', (size) => {
    const random = new Random(size);
    const values = Float32Array.from({ length: 20 * size }, (_, i) => {
      return random.uniform(-1, 1) * 10 ** (Math.floor(i / size) - 10);
    });
    const encoded = encodeVectors(format, values, size);
    const stored = decodeVectors(format, encoded, size);
    let distance = 0;
    let turn = 0;
    for (let row = 0; row < 20; row++) {
      const [own, kept] = [values, stored].map((all) => {
        return Array.from(all.subarray(row * size, (row + 1) * size));
      });
      const [length, keptLength] = [own, kept].map((vector) => Math.hypot(...vector));
      const lost = Math.hypot(...own.map((value, i) => value - kept[i]));
      expect(lost).toBeLessThan(length * (format === 'f16' ? 1e-3 : 0.02));
      distance = Math.max(distance, lost);
      turn = Math.max(turn, Math.hypot(...own.map((v, i) => v / length - kept[i] / keptLength)));
    }
    expect(encoded.distance).toBeCloseTo(distance, 12 - Math.ceil(Math.log10(distance + 1)));
    expect(encoded.turn).toBeGreaterThan(turn - 1e-12);
    // One number has no angle to lose, but its scale is rounded.
    expect(encoded.turn).toBeLessThan(2 * turn + 2 ** -23);
  });

  it('keep zeros, and lose what is too small', () => {
    const values = Float32Array.of(0, 0, 0, 1e-40, 0, -1e-40, 5, -5, 0);
    const encoded = encodeVectors(format, values, 3);
    expect([...decodeVectors(format, encoded, 3)].map(Math.round)).toEqual([
      0, 0, 0, 0, 0, 0, 5, -5, 0,
    ]);
    expect(encoded.turn).toBe(2);
  });
});
