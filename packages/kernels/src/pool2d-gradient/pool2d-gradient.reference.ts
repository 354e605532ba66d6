import { type Pool2dAttributes, pool2dShape } from '../pool2d/pool2d.ts';
import { imageShape, type Shape } from '../tensor/tensor.ts';

export interface Pool2dGradientReferenceArgs extends Pool2dAttributes {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly outputGradient: Float64Array;
}

/** What each window passes on to its pixels: the plain loops of a pooling, over row-major arrays. */
export function pool2dGradientReference(args: Pool2dGradientReferenceArgs): Float64Array {
  const { kind, input, inputShape, outputGradient, kernel, strides, padding } = args;
  const { dilations = [1, 1], countPadding } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const [batch, outHeight, outWidth] = imageShape(pool2dShape(inputShape, args));
  const result = new Float64Array(input.length);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let c = 0; c < channels; c++) {
          const pixels: number[] = [];
          let padded = 0;
          for (let ky = 0; ky < kernel[0]; ky++) {
            for (let kx = 0; kx < kernel[1]; kx++) {
              const inY = y * strides[0] + ky * dilations[0] - padding.top;
              const inX = x * strides[1] + kx * dilations[1] - padding.left;
              if (inY >= height + padding.bottom || inX >= width + padding.right) continue;
              padded++;
              if (inY < 0 || inY >= height || inX < 0 || inX >= width) continue;
              pixels.push(((n * height + inY) * width + inX) * channels + c);
            }
          }
          if (kind === 'max') {
            const values = pixels.map((pixel) => input[pixel]);
            const firstNan = values.findIndex(Number.isNaN);
            const winner = firstNan < 0 ? values.indexOf(Math.max(...values)) : firstNan;
            if (pixels.length > 0) result[pixels[winner]] += outputGradient[at];
          } else {
            const share = outputGradient[at] / (countPadding ? padded : pixels.length);
            for (const pixel of pixels) result[pixel] += share;
          }
          at++;
        }
      }
    }
  }
  return result;
}
