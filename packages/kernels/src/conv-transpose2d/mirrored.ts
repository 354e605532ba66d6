import { conv2d } from '../conv2d/conv2d.ts';
import { copy } from '../copy/copy.ts';
import { expand } from '../pack/pack.ts';
import { pairAxes } from '../tensor/axes.ts';
import { DerivedTensor } from '../tensor/derived.ts';
import { requireReal } from '../tensor/require.ts';
import { elementCount, imageShape, type Tensor } from '../tensor/tensor.ts';
import type { Padding } from '../tensor/window.ts';
import type { ConvTranspose2dArgs, ConvTranspose2dVariant } from './contract.ts';

/** With strides of 1, a convolution whose window is turned by half, with as many taps on every side. */
export const mirrored: ConvTranspose2dVariant = {
  supports: (_target, args) => {
    return (
      args.strides.every((stride) => stride === 1) &&
      Object.values(around(args)).every((pad) => pad >= 0)
    );
  },
  dispatch(target, args) {
    const { input, weight, bias, activation, output, live, strides, dilations, groups } = args;
    const tensor = turned(expand(weight, requireReal('convTranspose2d', input)));
    const attributes = { strides, dilations, groups, padding: around(args) };
    const tensors = { input, weight: { tensor }, bias, output, live };
    return conv2d(target, { ...attributes, ...tensors, activation });
  },
};

/** The zeros around the input of the convolution. */
function around({ weight, dilations, padding, outputPadding }: ConvTranspose2dArgs): Padding {
  const [kernelHeight, kernelWidth] = imageShape(weight.tensor.shape);
  const height = (kernelHeight - 1) * dilations[0];
  const width = (kernelWidth - 1) * dilations[1];
  return {
    top: height - padding.top,
    bottom: height - padding.bottom + outputPadding[0],
    left: width - padding.left,
    right: width - padding.right + outputPadding[1],
  };
}

/** Weights whose taps stand in the opposite order. */
function turned(weight: Tensor): Tensor {
  const [kernelHeight, kernelWidth, inputs, outputs] = imageShape(weight.shape);
  const [taps, row] = [kernelHeight * kernelWidth, inputs * outputs];
  if (taps === 1) return weight;
  return new DerivedTensor(`turned ${weight.label}`, weight, (output) =>
    copy({
      input: weight,
      output,
      axes: pairAxes([taps, row], [-row, 1], [row, 1]),
      inputStart: elementCount([taps - 1, row]),
    }),
  );
}
