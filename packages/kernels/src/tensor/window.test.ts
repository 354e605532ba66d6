import { describe, expect, it } from '../testing/testing.ts';
import { noPadding, outputSize, requireWindow, type SlidingWindow } from './window.ts';

/** One axis: size, kernel, stride, dilation, padding before and behind, windows without and with ceil. */
type Row = readonly [number, number, number, number, number, number, number, number];

const rows: readonly Row[] = [
  [8, 2, 2, 1, 0, 0, 4, 4],
  [9, 2, 2, 1, 0, 0, 4, 5],
  [8, 3, 2, 1, 1, 1, 4, 5],
  // ResNet's pooling and SqueezeNet's.
  [112, 3, 2, 1, 1, 1, 56, 57],
  [111, 3, 2, 1, 0, 0, 55, 55],
  [7, 3, 1, 2, 0, 0, 3, 3],
  // The hanging window would start behind the image.
  [5, 2, 3, 1, 1, 1, 2, 2],
  [1, 1, 2, 1, 0, 1, 1, 1],
  // The window is larger than the padded image.
  [2, 3, 2, 1, 0, 0, 0, 1],
  [1, 3, 2, 1, 0, 0, 0, 0],
  [1, 5, 1, 1, 0, 0, 0, 0],
  [0, 2, 3, 1, 0, 0, 0, 0],
];

describe('outputSize', () => {
  for (const [size, kernel, stride, dilation, before, after, whole, ceil] of rows) {
    it(`of ${size} + ${before} + ${after}, kernel ${kernel}, stride ${stride}, dilation ${dilation}`, () => {
      const y: SlidingWindow = {
        kernel: [kernel, 1],
        strides: [stride, 1],
        dilations: [dilation, 1],
        padding: { ...noPadding, top: before, bottom: after },
      };
      const x: SlidingWindow = {
        kernel: [1, kernel],
        strides: [1, stride],
        dilations: [1, dilation],
        padding: { ...noPadding, left: before, right: after },
      };
      expect(outputSize([size, 1], y)).toEqual([whole, 1]);
      expect(outputSize([1, size], x)).toEqual([1, whole]);
      expect(outputSize([size, 1], { ...y, ceil: true })).toEqual([ceil, 1]);
      expect(outputSize([1, size], { ...x, ceil: true })).toEqual([1, ceil]);
    });
  }
});

describe('requireWindow', () => {
  const window: SlidingWindow = { kernel: [1, 1], strides: [1, 1], padding: noPadding };

  it('accepts a window', () => {
    requireWindow('pool2d', { ...window, dilations: [1, 2] });
  });

  it('rejects half a pixel', () => {
    const error = expect.objectContaining({ code: 'shape-mismatch' });
    expect(() => requireWindow('pool2d', { ...window, kernel: [1, 1.5] })).toThrow(error);
    expect(() => requireWindow('pool2d', { ...window, dilations: [0, 1] })).toThrow(error);
  });
});
