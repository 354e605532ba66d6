import { flag, ignored, int, type OnnxAttributesOf } from '../attributes.ts';
import { badOnnx } from '../bad-onnx.ts';
import { type AttributesFor, defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { channelsLast } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { cast } from './elementwise.ts';
import { imageOf, likeInput } from './image.ts';
import { windowAttributes, windowOf } from './window.ts';

const common = { ...windowAttributes, ceil_mode: flag(false) };

function windowIn(attributes: OnnxAttributesOf<typeof common>) {
  const { kernel_shape: kernel, ceil_mode: ceil } = attributes;
  if (!kernel) throw badOnnx('kernel_shape is missing');
  return { ...windowOf(attributes, kernel), ceil };
}

type Pool =
  | 'averagePool'
  | 'globalAveragePool'
  | 'globalLpPool'
  | 'globalMaxPool'
  | 'lpPool'
  | 'maxPool';

/** Pools an image, or a line. */
function pooled<Name extends Pool>(
  context: OnnxContext,
  operator: Name,
  attributes: AttributesFor<Name>,
  input = context.input(0),
): OnnxValue {
  const image = context.node(operator, [imageOf(context, input)], attributes, channelsLast);
  return likeInput(context, image, input);
}

const maxPool = defineOnnxOperator({
  attributes: { ...common, storage_order: ignored },
  inputs: [1, 1],
  lower: (context) => {
    const value = context.input(0);
    // Bytes are reals without loss.
    const reals = cast(context, value, 'f32');
    return cast(
      context,
      pooled(context, 'maxPool', windowIn(context.attributes), reals),
      value.dtype,
    );
  },
  lacks: 'indices, images of three dimensions',
});

const averagePool = defineOnnxOperator({
  attributes: { ...common, count_include_pad: flag(false) },
  inputs: [1, 1],
  lower: (context) => {
    const { count_include_pad: countPadding } = context.attributes;
    return pooled(context, 'averagePool', { ...windowIn(context.attributes), countPadding });
  },
  lacks: 'images of three dimensions',
});

const lpPool = defineOnnxOperator({
  attributes: { ...common, p: int(2) },
  inputs: [1, 1],
  lower: (context) => {
    const { p } = context.attributes;
    return pooled(context, 'lpPool', { ...windowIn(context.attributes), p });
  },
  lacks: 'images of three dimensions',
});

const globalAveragePool = defineOnnxOperator({
  attributes: {},
  inputs: [1, 1],
  lower: (context) => pooled(context, 'globalAveragePool', {}),
  lacks: 'images of three dimensions',
});

const globalLpPool = defineOnnxOperator({
  attributes: { p: int(2) },
  inputs: [1, 1],
  lower: (context) => pooled(context, 'globalLpPool', { p: context.attributes.p }),
  lacks: 'images of three dimensions',
});

const globalMaxPool = defineOnnxOperator({
  attributes: {},
  inputs: [1, 1],
  lower: (context) => pooled(context, 'globalMaxPool', {}),
  lacks: 'images of three dimensions',
});

export const pools = {
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalLpPool: globalLpPool,
  GlobalMaxPool: globalMaxPool,
  LpPool: lpPool,
  MaxPool: maxPool,
};
