import type { Conv2dAttributes } from '../conv2d/contract.ts';
import { conv2dShape } from '../conv2d/contract.ts';
import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';

export interface Conv2dWeightGradientReferenceArgs extends Conv2dAttributes {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly outputGradient: Float64Array;
  readonly weightShape: Shape;
}

/**
 * What each product of the convolution passes on to its weight: the plain loops of the convolution, in
 * float64 over row-major arrays.
 */
export function conv2dWeightGradientReference(
  args: Conv2dWeightGradientReferenceArgs,
): Float64Array {
  const { input, inputShape, outputGradient, weightShape, strides, dilations, padding } = args;
  const [, height, width, channels] = imageShape(inputShape);
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(weightShape);
  const [batch, outHeight, outWidth] = imageShape(conv2dShape(inputShape, weightShape, args));
  const result = new Float64Array(elementCount(weightShape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let o = 0; o < outputs; o++) {
          const group = Math.floor(o / (outputs / args.groups));
          for (let ky = 0; ky < kernelHeight; ky++) {
            for (let kx = 0; kx < kernelWidth; kx++) {
              const inY = y * strides[0] + ky * dilations[0] - padding.top;
              const inX = x * strides[1] + kx * dilations[1] - padding.left;
              if (inY < 0 || inY >= height || inX < 0 || inX >= width) continue;
              const pixel = ((n * height + inY) * width + inX) * channels + group * inputs;
              const tap = (ky * kernelWidth + kx) * inputs;
              for (let i = 0; i < inputs; i++) {
                result[(tap + i) * outputs + o] += input[pixel + i] * outputGradient[at];
              }
            }
          }
          at++;
        }
      }
    }
  }
  return result;
}
