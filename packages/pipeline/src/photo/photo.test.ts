import { describe, expect, it } from 'vitest';
import { photoFromPixels } from './photo.ts';

const limits = { maxSide: 4096, maxBytes: 2 ** 27 };

/** A picture of 3×2 pixels. */
const picture = (values: readonly number[], channels = 3) => {
  const data = Float32Array.from({ length: 6 * channels }, (_, i) => values[i % values.length]);
  return photoFromPixels({ data, width: 3, height: 2 }, limits);
};

describe('float pixels', () => {
  it.each([
    ['from 0 to 255', [0, 127.5, 255]],
    ['all 0', [0]],
    ['0 or 1', [0, 1, 1]],
    ['dark, but above 1', [0.5, 1.25, 0]],
  ])('are taken where they are %s', (_name, values) => {
    expect([...picture(values).data].filter((_, i) => i % 4 !== 3)).toEqual(
      Array.from({ length: 18 }, (_, i) => values[i % values.length]),
    );
  });

  it.each([
    ['of 16 bits', [0, 0, 0, 0, 65535], '(1, 0) is 65535', /divide.* by 257/],
    ['just above 255', [3, 4, 5, 6, 7, 8, 9, 10, 11, 255.5], '(0, 1) is 255.5', /0 to 255/],
    ['below 0', [-1], '(0, 0) is -1', /0 to 255/],
    ['not a number', [0, 0, Number.NaN], '(0, 0) is NaN', /finite/],
    ['infinite', [Infinity], '(0, 0) is Infinity', /finite/],
    ['scaled to 1', [0, 1, 0, 0.25], '(1, 0) is 0.25, and none is above 1', /multiply.* by 255/],
  ])('are refused where they are %s', (_name, values, message, fix) => {
    expect(() => picture(values)).toThrow(
      expect.objectContaining({
        code: 'bad-image',
        message: `the pixel at ${message}`,
        fix: expect.stringMatching(fix),
      }),
    );
  });

  it('scaled to 1 are refused whatever their alpha is', () => {
    expect(() => picture([0.5, 0.5, 0.5, 255], 4)).toThrow(/none is above 1/);
    expect(picture([0, 1, 0, 0.5], 4).data[3]).toBe(0.5);
  });
});

describe('RGB bytes', () => {
  it.each([
    [1, 1, 0],
    [3, 1, 0],
    [4, 1, 1],
    [5, 1, 4],
    [7, 3, 3],
  ])(
    'of %i×%i pixels, %i bytes into their buffer, get an alpha of 255',
    (width, height, offset) => {
      const buffer = new ArrayBuffer(offset + width * height * 3 + 2);
      const data = new Uint8Array(buffer, offset, width * height * 3).map((_, i) => (i * 37) % 256);
      new Uint8Array(buffer, offset).set(data);
      const view = new Uint8ClampedArray(buffer, offset, data.length);
      const expected = Array.from({ length: width * height }, (_, i) => {
        return [...data.subarray(i * 3, i * 3 + 3), 255];
      });
      expect([...photoFromPixels({ data: view, width, height }, limits).data]).toEqual(
        expected.flat(),
      );
    },
  );
});
