import { type ResizeReferenceArgs, resizeWeights } from '../resize/resize.reference.ts';
import { elementCount, imageShape } from '../tensor/tensor.ts';

export interface ResizeGradientReferenceArgs extends Omit<ResizeReferenceArgs, 'input'> {
  readonly outputGradient: Float64Array;
}

/**
 * What each pixel of a resize passes on to the pixels that it is made of, in float64 over row-major
 * arrays.
 */
export function resizeGradientReference(args: ResizeGradientReferenceArgs): Float64Array {
  const { outputGradient, inputShape, outputShape } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const [batch, outHeight, outWidth] = imageShape(outputShape);
  const rowsOf = resizeWeights(args, 0, height, outHeight);
  const columnsOf = resizeWeights(args, 1, width, outWidth);
  const result = new Float64Array(elementCount(inputShape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (const rows of rowsOf) {
      for (const columns of columnsOf) {
        for (let c = 0; c < channels; c++) {
          rows?.forEach((rowWeight, row) => {
            columns?.forEach((columnWeight, column) => {
              const pixel = (n * height + row) * width + column;
              result[pixel * channels + c] += rowWeight * columnWeight * outputGradient[at];
            });
          });
          at++;
        }
      }
    }
  }
  return result;
}
