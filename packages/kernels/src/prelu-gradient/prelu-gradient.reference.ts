import { broadcastStrides } from '../binary/broadcast.ts';
import { elementCount, type Shape } from '../tensor/tensor.ts';

export interface PreluGradientReferenceArgs {
  readonly input: Float64Array;
  readonly shape: Shape;
  readonly slope: Float64Array;
  readonly slopeShape: Shape;
  readonly outputGradient: Float64Array;
}

/** What each element of a PReLU passes on to its input and to its slope, in float64. */
export function preluGradientReference(args: PreluGradientReferenceArgs): {
  readonly inputGradient: Float64Array;
  readonly slopeGradient: Float64Array;
} {
  const { input, shape, slope, slopeShape, outputGradient } = args;
  const strides = broadcastStrides(slopeShape, shape);
  const slopeGradient = new Float64Array(elementCount(slopeShape));
  const inputGradient = input.map((x, i) => {
    let rest = i;
    let at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    if (!(x >= 0)) slopeGradient[at] += outputGradient[i] * x;
    return outputGradient[i] * (x >= 0 ? 1 : x < 0 ? slope[at] : x);
  });
  return { inputGradient, slopeGradient };
}
