import { type Activation, activate, identity } from '../shader/activation.ts';
import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';
import { type Conv2dAttributes, conv2dShape } from './contract.ts';

export interface Conv2dReferenceArgs extends Conv2dAttributes {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly weight: Float64Array;
  readonly weightShape: Shape;
  readonly bias?: Float64Array | undefined;
  readonly residual?: Float64Array | undefined;
  readonly slopes?: Float64Array | undefined;
  readonly activation?: Activation | undefined;
  readonly inputActivation?: Activation | undefined;
}

/** The plain loops of a convolution, in float64 over row-major arrays. */
export function conv2dReference(args: Conv2dReferenceArgs): Float64Array {
  const { inputShape, weight, weightShape, bias, residual, slopes, activation } = args;
  const { strides, dilations, padding, groups, inputActivation = identity } = args;
  const input = args.input.map((value) => activate(inputActivation, value));
  const [, height, width, channels] = imageShape(inputShape);
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(weightShape);
  const shape = conv2dShape(inputShape, weightShape, args);
  const [batch, outHeight, outWidth] = imageShape(shape);
  const result = new Float64Array(elementCount(shape));
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let o = 0; o < outputs; o++) {
          const group = Math.floor(o / (outputs / groups));
          let sum = bias?.[o] ?? 0;
          for (let ky = 0; ky < kernelHeight; ky++) {
            for (let kx = 0; kx < kernelWidth; kx++) {
              const inY = y * strides[0] + ky * dilations[0] - padding.top;
              const inX = x * strides[1] + kx * dilations[1] - padding.left;
              if (inY < 0 || inY >= height || inX < 0 || inX >= width) continue;
              const pixel = ((n * height + inY) * width + inX) * channels + group * inputs;
              const tap = (ky * kernelWidth + kx) * inputs;
              for (let i = 0; i < inputs; i++) {
                sum += input[pixel + i] * weight[(tap + i) * outputs + o];
              }
            }
          }
          const value = sum + (residual?.[at] ?? 0);
          const bent = value < 0 ? value * (slopes?.[o] ?? 1) : value;
          result[at] = activate(activation ?? identity, bent);
          at++;
        }
      }
    }
  }
  return result;
}
