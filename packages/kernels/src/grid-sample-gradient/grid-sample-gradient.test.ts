import {
  drawGridSample,
  type GridSampleCase,
  gridSampleCases,
} from '../grid-sample/grid-sample.cases.ts';
import { gridSampleReference } from '../grid-sample/grid-sample.reference.ts';
import { elementCount, type Shape, Tensor, type TensorSpec } from '../tensor/tensor.ts';
import { differenceFromSlope } from '../testing/central-differences.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { Random } from '../testing/random.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { gridSampleGradientReference } from './grid-sample-gradient.reference.ts';
import {
  type GridSampleGridGradientArgs,
  type GridSampleInputGradientArgs,
  gridSampleGridGradient,
  gridSampleInputGradient,
} from './grid-sample-gradient.ts';

/** The sampling's own cases: all images of a batch have gradients. */
const cases = gridSampleCases.filter(({ live }) => live === undefined);

function shapesOf({ batch, from, to, channels }: GridSampleCase) {
  return {
    inputShape: [batch, ...from, channels] as Shape,
    gridShape: [batch, ...to, 2] as Shape,
    outputShape: [batch, ...to, channels] as Shape,
  };
}

/** Sixteenths, a little off, so that none lies on a pixel, or between two. */
function placesOf(values: Float64Array): Float64Array {
  return values.map((value) => Math.round(value * 16) / 16 + 1 / 128);
}

kernelTest('gridSampleGradient', {
  cases,
  draw: drawGridSample,
  draws: 12,
  reals: ['f32'],
  run: async (f, kase) => {
    const { inputShape, gridShape, outputShape } = shapesOf(kase);
    const { reach } = kase;
    const input = f.input(inputShape, 'nhwc4');
    const places = placesOf(f.values(elementCount(gridShape), -reach, reach));
    const grid = f.input(gridShape, 'nhwc4', places);
    const outputGradient = f.input(outputShape, 'nhwc4');
    const ofInput = f.output(inputShape, 'nhwc4');
    const ofGrid = f.output(gridShape, 'nhwc4');
    const tensors = { grid: grid.tensor, outputGradient: outputGradient.tensor };
    await f.run(gridSampleInputGradient({ ...kase, ...tensors, output: ofInput }));
    await f.run(
      gridSampleGridGradient({ ...kase, ...tensors, input: input.tensor, output: ofGrid }),
    );
    const { inputGradient, gridGradient } = gridSampleGradientReference({
      ...kase,
      input: input.values,
      inputShape,
      grid: grid.values,
      gridShape,
      outputGradient: outputGradient.values,
    });
    await f.compare(ofInput, inputGradient);
    await f.compare(ofGrid, gridGradient);
  },
});

describe('gridSampleGradientReference', () => {
  const random = new Random(29);
  const drawn = Array.from({ length: 20 }, () => drawGridSample(random));
  const isSmall = (kase: GridSampleCase) => {
    const { inputShape, outputShape } = shapesOf(kase);
    return elementCount(inputShape) * elementCount(outputShape) < 20_000;
  };
  it.each([...cases, ...drawn].filter(isSmall))('is the slope of $name', (kase) => {
    const { inputShape, gridShape, outputShape } = shapesOf(kase);
    const input = random.values(elementCount(inputShape));
    const grid = placesOf(random.values(elementCount(gridShape)).map((x) => x * kase.reach));
    const outputGradient = random.values(elementCount(outputShape));
    const args = { ...kase, input, inputShape, grid, gridShape };
    const { inputGradient, gridGradient } = gridSampleGradientReference({
      ...args,
      outputGradient,
    });
    const byInput = {
      of: (input: Float64Array) => gridSampleReference({ ...args, input }),
      at: input,
      outputGradient,
      gradient: inputGradient,
    };
    const byGrid = {
      of: (grid: Float64Array) => gridSampleReference({ ...args, grid }),
      at: grid,
      outputGradient,
      gradient: gridGradient,
    };
    expect(differenceFromSlope(byInput)).toBeUndefined();
    expect(differenceFromSlope(byGrid)).toBeUndefined();
  });
});

describe('gridSampleGradient arguments', () => {
  const image: TensorSpec = { shape: [1, 4, 5, 3], dtype: 'f32', layout: 'nhwc4' };
  const half = { dtype: 'f16' } as const;
  const attributes = {
    interpolation: 'bilinear',
    padding: 'zeros',
    alignCorners: false,
    grid: new Tensor('grid', { ...image, shape: [1, 2, 3, 2] }),
    outputGradient: new Tensor('output gradient', { ...image, shape: [1, 2, 3, 3] }),
  } as const;
  const forInput: GridSampleInputGradientArgs = {
    ...attributes,
    output: new Tensor('output', image),
  };
  const forGrid: GridSampleGridGradientArgs = {
    ...attributes,
    input: new Tensor('input', image),
    output: new Tensor('output', { ...image, shape: [1, 2, 3, 2] }),
  };
  const error = expect.objectContaining({ code: 'shape-mismatch' });
  const wrong = {
    'a grid of halves': { grid: new Tensor('grid', { ...attributes.grid, ...half }) },
    'a gradient of another size': { outputGradient: new Tensor('output gradient', image) },
    'a dense output': { output: new Tensor('output', { ...image, layout: 'dense' }) },
    'an output of another batch': {
      output: new Tensor('output', { ...image, shape: [2, 4, 5, 2] }),
    },
  } as const satisfies Readonly<Record<string, Partial<GridSampleInputGradientArgs>>>;
  for (const [name, change] of Object.entries(wrong)) {
    it(`rejects ${name}`, () => {
      expect(() => gridSampleInputGradient({ ...forInput, ...change })).toThrow(error);
      expect(() => gridSampleGridGradient({ ...forGrid, ...change })).toThrow(error);
    });
  }

  it('rejects an input of halves', () => {
    const input = new Tensor('input', { ...image, ...half });
    expect(() => gridSampleGridGradient({ ...forGrid, input })).toThrow(error);
  });

  it('are fine as they are', () => {
    expect(gridSampleInputGradient(forInput)).toHaveLength(2);
    expect(gridSampleGridGradient(forGrid)).toHaveLength(2);
  });
});
