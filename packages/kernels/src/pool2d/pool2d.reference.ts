import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';
import { type Pool2dAttributes, pool2dShape } from './pool2d.ts';

export interface Pool2dReferenceArgs extends Omit<Pool2dAttributes, 'kind'> {
  readonly kind: Pool2dAttributes['kind'] | 'lp';
  /** The exponent of `lp`; 2 where it is left out. */
  readonly p?: number | undefined;
  readonly input: Float64Array;
  readonly inputShape: Shape;
}

/** The plain loops of a pooling, in float64 over row-major arrays. */
export function pool2dReference(args: Pool2dReferenceArgs): Float64Array {
  const { kind, input, inputShape, kernel, strides, padding, countPadding } = args;
  const { dilations = [1, 1], p = 2 } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const shape = pool2dShape(inputShape, args);
  const [batch, outHeight, outWidth] = imageShape(shape);
  const result = new Float64Array(elementCount(shape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let c = 0; c < channels; c++) {
          let largest = -Infinity;
          let sum = 0;
          let powers = 0;
          let pixels = 0;
          let padded = 0;
          for (let ky = 0; ky < kernel[0]; ky++) {
            for (let kx = 0; kx < kernel[1]; kx++) {
              const inY = y * strides[0] + ky * dilations[0] - padding.top;
              const inX = x * strides[1] + kx * dilations[1] - padding.left;
              if (inY >= height + padding.bottom || inX >= width + padding.right) continue;
              padded++;
              if (inY < 0 || inY >= height || inX < 0 || inX >= width) continue;
              pixels++;
              const value = input[((n * height + inY) * width + inX) * channels + c];
              largest = Math.max(largest, value);
              sum += value;
              powers += Math.abs(value) ** p;
            }
          }
          const results = {
            max: largest,
            average: sum / (countPadding ? padded : pixels),
            lp: powers ** (1 / p),
          };
          result[at] = pixels === 0 ? 0 : results[kind];
          at++;
        }
      }
    }
  }
  return result;
}
