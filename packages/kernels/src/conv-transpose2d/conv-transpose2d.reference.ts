import { elementCount, imageShape, type Shape } from '../tensor/tensor.ts';
import { type ConvTranspose2dAttributes, convTranspose2dShape } from './contract.ts';

export interface ConvTranspose2dReferenceArgs extends ConvTranspose2dAttributes {
  readonly input: Float64Array;
  readonly inputShape: Shape;
  readonly weight: Float64Array;
  readonly weightShape: Shape;
  readonly bias?: Float64Array | undefined;
}

/** Each input pixel strewn over the output by the window, in float64 over row-major arrays. */
export function convTranspose2dReference(args: ConvTranspose2dReferenceArgs): Float64Array {
  const { input, inputShape, weight, weightShape, bias, strides, dilations, padding } = args;
  const [batch, height, width, channels] = imageShape(inputShape);
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(weightShape);
  const shape = convTranspose2dShape(inputShape, weightShape, args);
  const [, outHeight, outWidth] = imageShape(shape);
  const perGroup = outputs / args.groups;
  const result = new Float64Array(elementCount(shape)).map((_, i) => bias?.[i % outputs] ?? 0);
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const outY = y * strides[0] + ky * dilations[0] - padding.top;
            const outX = x * strides[1] + kx * dilations[1] - padding.left;
            if (outY < 0 || outY >= outHeight || outX < 0 || outX >= outWidth) continue;
            const from = ((n * height + y) * width + x) * channels;
            const to = ((n * outHeight + outY) * outWidth + outX) * outputs;
            for (let c = 0; c < channels; c++) {
              const group = Math.floor(c / inputs);
              const row = ((ky * kernelWidth + kx) * inputs + (c % inputs)) * outputs;
              for (let o = group * perGroup; o < (group + 1) * perGroup; o++) {
                result[to + o] += input[from + c] * weight[row + o];
              }
            }
          }
        }
      }
    }
  }
  return result;
}
