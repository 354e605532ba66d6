import { flag, ignored, ints, type OnnxAttribute } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { channelsLast } from '../order.ts';
import { windowAttributes, windowOf } from './window.ts';

/** Windows whose taps lie side by side. */
const unitDilations: OnnxAttribute<readonly number[]> = {
  ...ints([1, 1]),
  read(attribute, what) {
    const dilations = ints().read(attribute, what) ?? [];
    if (dilations.every((each) => each === 1)) return [1, 1];
    throw unsupported(`${what} is [${dilations.join(', ')}]`, 'Only 1 is supported.');
  },
  only: '1',
};

const common = { ...windowAttributes, ceil_mode: flag(false) };

function windowIn(context: OnnxContext<typeof common>) {
  const { kernel_shape: kernel, ceil_mode: ceil } = context.attributes;
  if (!kernel) throw badOnnx('kernel_shape is missing');
  const {
    strides,
    padding,
    kernel: size,
  } = windowOf(context, context.attributes, kernel, context.input(0));
  return { kernel: size, strides, padding, ceil };
}

const maxPool = defineOnnxOperator({
  attributes: { ...common, dilations: unitDilations, storage_order: ignored },
  inputs: [1, 1],
  lower: (context) => {
    const image = context.image(context.input(0));
    return context.node('maxPool', [image], windowIn(context), channelsLast);
  },
  lacks: 'indices, dilations, images of one or three dimensions',
});

const averagePool = defineOnnxOperator({
  attributes: { ...common, dilations: unitDilations, count_include_pad: flag(false) },
  inputs: [1, 1],
  lower: (context) => {
    const image = context.image(context.input(0));
    const { count_include_pad: countPadding } = context.attributes;
    const attributes = { ...windowIn(context), countPadding };
    return context.node('averagePool', [image], attributes, channelsLast);
  },
  lacks: 'dilations, images of one or three dimensions',
});

const globalAveragePool = defineOnnxOperator({
  attributes: {},
  inputs: [1, 1],
  lower: (context) => {
    return context.node('globalAveragePool', [context.image(context.input(0))], {}, channelsLast);
  },
  lacks: 'images of one or three dimensions',
});

export const pools = {
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  MaxPool: maxPool,
};
