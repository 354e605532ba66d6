import { expect, it } from 'vitest';
import { fittingSize, type ImageInput, type ImageSizes, requireImageInput } from './image-input.ts';

const list = [
  [320, 320],
  [480, 640],
  [640, 480],
] as const;
const any = { multiple: 32, longest: 640 } as const;

it.each<[ImageSizes, width: number, height: number, wanted: readonly [number, number]]>([
  // Of a list, the size that shows most of the photo, and no more than it needs.
  [list, 4000, 3000, [480, 640]],
  [list, 3000, 4000, [640, 480]],
  [list, 640, 480, [480, 640]],
  [list, 300, 200, [320, 320]],
  [list, 320, 320, [320, 320]],
  [list, 321, 320, [480, 640]],
  [list, 1000, 1000, [480, 640]],
  [[[480, 640]], 30, 4000, [480, 640]],
  // Of any size, the photo's own proportions, reduced to the longest side.
  [any, 4000, 3000, [480, 640]],
  [any, 3000, 4000, [640, 480]],
  [any, 1920, 1080, [384, 640]],
  [any, 640, 640, [640, 640]],
  [any, 641, 640, [640, 640]],
  [any, 200, 100, [128, 224]],
  [any, 1, 1, [32, 32]],
  [any, 10_000, 10, [32, 640]],
  [any, 33, 32, [32, 64]],
  [{ multiple: 1, longest: 7 }, 20, 3, [1, 7]],
])('%j: a photo of %d×%d is seen in %j', (sizes, width, height, wanted) => {
  expect(fittingSize({ sizes }, { width, height })).toEqual(wanted);
});

it('a graph of squares alone doesn’t take any size', () => {
  const pixels = { channels: 'rgb', mean: [0, 0, 0], scale: [1, 1, 1] } as const;
  const graphOf = (...shape: (number | string)[]) => ({
    inputs: [{ name: 'image', shape, dtype: 'f32' as const }],
    nodes: [],
    outputs: [],
  });
  const input: ImageInput = { name: 'image', sizes: { multiple: 32, longest: 64 }, ...pixels };
  const check = (...shape: (number | string)[]) =>
    requireImageInput(graphOf(...shape), input, 'x.safetensors');
  expect(() => check('batch', 'height', 'width', 3)).not.toThrow();
  for (const side of [64, 'side']) {
    expect(() => check('batch', side, side, 3)).toThrow(
      expect.objectContaining({ code: 'bad-model' }),
    );
  }
});
