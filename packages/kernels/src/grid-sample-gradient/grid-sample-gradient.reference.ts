import {
  type GridSampleReferenceArgs,
  samplingTaps,
} from '../grid-sample/grid-sample.reference.ts';
import { imageShape } from '../tensor/tensor.ts';

export interface GridSampleGradientReferenceArgs extends GridSampleReferenceArgs {
  readonly outputGradient: Float64Array;
}

/**
 * What each sample passes on to the pixels that it is made of, and to its coordinates, in float64 over row-major
 * arrays.
 */
export function gridSampleGradientReference(args: GridSampleGradientReferenceArgs) {
  const { input, inputShape, grid, gridShape, outputGradient } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const [, outHeight, outWidth] = imageShape(gridShape);
  const inputGradient = new Float64Array(input.length);
  const gridGradient = new Float64Array(grid.length);
  for (let place = 0; place < grid.length / 2; place++) {
    const n = Math.floor(place / (outHeight * outWidth));
    for (const across of samplingTaps(args, grid[place * 2], width)) {
      for (const down of samplingTaps(args, grid[place * 2 + 1], height)) {
        for (let c = 0; c < channels; c++) {
          const pixel = ((n * height + down.pixel) * width + across.pixel) * channels + c;
          const gradient = outputGradient[place * channels + c];
          inputGradient[pixel] += gradient * across.weight * down.weight;
          gridGradient[place * 2] += gradient * input[pixel] * across.slope * down.weight;
          gridGradient[place * 2 + 1] += gradient * input[pixel] * across.weight * down.slope;
        }
      }
    }
  }
  return { inputGradient, gridGradient };
}
