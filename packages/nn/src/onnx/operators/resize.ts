import { flag, float, floats, ints, word } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { type AttributesFor, defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { channelsLast, ownOrder } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { axisOf } from './axis.ts';
import { imageOf, likeInput } from './image.ts';
import { view } from './view.ts';

type Attributes = AttributesFor<'resize'>;

const interpolations = { nearest: 'nearest', linear: 'bilinear', cubic: 'bicubic' } as const;

/** Scales are an attribute in version 7, and an input in 9. */
const upsample = defineOnnxOperator({
  attributes: { mode: word('nearest', 'linear'), scales: floats() },
  inputs: [1, 2],
  lower: (context) => {
    const scales = context.numbers(1) ?? context.attributes.scales;
    if (!scales) throw badOnnx('the scales are missing');
    return resized(context, {
      scales: spatial(context, scales, undefined, onesOf(context), 'scales'),
      interpolation: interpolations[context.attributes.mode],
      coordinates: 'asymmetric',
    });
  },
  lacks: 'scales of batch and channels, volumes',
});

const coordinates = {
  half_pixel: 'half-pixel',
  half_pixel_symmetric: 'half-pixel-symmetric',
  pytorch_half_pixel: 'pytorch-half-pixel',
  align_corners: 'align-corners',
  asymmetric: 'asymmetric',
  tf_crop_and_resize: 'crop',
  tf_half_pixel_for_nn: 'tf-half-pixel',
} as const;

const roundings = {
  round_prefer_floor: 'halves-down',
  round_prefer_ceil: 'halves-up',
  floor: 'floor',
  ceil: 'ceil',
} as const;

const fits = { stretch: undefined, not_larger: 'not-larger', not_smaller: 'not-smaller' } as const;

/** Scales are the second input in version 10; 11 has a region there, then scales, then sizes. */
const resize = defineOnnxOperator({
  attributes: {
    mode: word('nearest', 'linear', 'cubic'),
    coordinate_transformation_mode: word(
      'half_pixel',
      'half_pixel_symmetric',
      'pytorch_half_pixel',
      'align_corners',
      'asymmetric',
      'tf_crop_and_resize',
      'tf_half_pixel_for_nn',
    ),
    nearest_mode: word('round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'),
    cubic_coeff_a: float(-0.75),
    exclude_outside: flag(false),
    extrapolation_value: float(0),
    antialias: flag(false),
    axes: ints(),
    keep_aspect_ratio_policy: word('stretch', 'not_larger', 'not_smaller'),
  },
  inputs: [1, 4],
  lower: (context) => {
    const { attributes, opset } = context;
    const interpolation = interpolations[attributes.mode];
    if (opset < 11) {
      const scales = spatial(
        context,
        context.numbers(1) ?? [],
        undefined,
        onesOf(context),
        'scales',
      );
      return resized(context, { scales, interpolation, coordinates: 'asymmetric' });
    }
    const { axes } = attributes;
    const [scales, sizes] = [given(context, 2), openSizes(context, axes)];
    if ((scales === undefined) === (sizes === undefined)) {
      throw badOnnx('either scales or sizes must be given');
    }
    const mode = coordinates[attributes.coordinate_transformation_mode];
    return resized(context, {
      ...(scales && { scales: spatial(context, scales, axes, onesOf(context), 'scales') }),
      ...(sizes && sizeOf(context, sizes, axes, fits[attributes.keep_aspect_ratio_policy])),
      interpolation,
      coordinates: mode,
      ...(interpolation === 'nearest' && { rounding: roundings[attributes.nearest_mode] }),
      ...(interpolation === 'bicubic' && { slope: attributes.cubic_coeff_a }),
      ...(mode === 'crop' && {
        region: regionOf(context, axes),
        extrapolation: attributes.extrapolation_value,
      }),
      excludeOutside: attributes.exclude_outside,
      antialias: attributes.antialias && interpolation !== 'nearest',
    });
  },
  lacks: 'sizes of batch and channels, volumes',
});

/** The numbers of an input, unless there are none: exporters leave some out by giving an empty list. */
function given(context: OnnxContext, index: number): readonly number[] | undefined {
  const numbers = context.numbers(index);
  return numbers && numbers.length > 0 ? numbers : undefined;
}

/** The sizes of the fourth input; where batch and channels are left open, 0 stands for the input's own. */
function openSizes(
  context: OnnxContext,
  axes: readonly number[] | undefined,
): readonly number[] | undefined {
  const { shape } = context.input(0);
  const sizes = context.sizes(3);
  if (!sizes || sizes.length === 0) return undefined;
  const known = sizes.flatMap((size, i) => {
    const axis = axes?.[i] ?? i;
    const isOwn = (axis === 0 || axis === 1) && shape[axis] === undefined;
    return size ?? (isOwn ? 0 : []);
  });
  return known.length === sizes.length ? known : context.numbers(3);
}

function sizeOf(
  context: OnnxContext,
  sizes: readonly number[],
  axes: readonly number[] | undefined,
  fit: Attributes['fit'],
): Pick<Attributes, 'size' | 'fit'> {
  const whole = context.input(0).shape.map((size, axis) => size ?? sizes[axis]);
  const size = spatial(context, sizes, axes, whole, 'sizes');
  return { size, ...(fit && { fit }) };
}

function onesOf(context: OnnxContext): readonly number[] {
  return context.input(0).order.map(() => 1);
}

/**
 * The numbers of height and width; those of the other axes must be what changes nothing.
 *
 * @param axes that the numbers belong to; all where they are left out
 * @param neutral what changes nothing, of each axis
 * @param row what changes nothing of the one row that a line is
 */
function spatial(
  context: OnnxContext,
  numbers: readonly number[],
  axes: readonly number[] | undefined,
  neutral: readonly number[],
  what: string,
  row = 1,
): readonly [y: number, x: number] {
  const { order } = context.input(0);
  const rank = order.length;
  const each = [...neutral];
  const named = axes?.map((axis) => axisOf(axis, rank)) ?? ownOrder(rank);
  if (numbers.length !== named.length) {
    throw badOnnx(`there are ${numbers.length} ${what} for ${named.length} axes`);
  }
  for (const [i, axis] of named.entries()) each[axis] = numbers[i];
  const first = rank === 2 ? 0 : 2;
  const others = each.slice(0, first).some((number, axis) => number !== neutral[axis]);
  if (rank < 2 || rank > 4 || others) {
    throw unsupported(
      `the ${what} [${numbers.join(', ')}] of ${rank} axes`,
      'Only the heights and widths of images are resized, and the lengths of lines.',
    );
  }
  const along = each.slice(first);
  return along.length === 1 ? [row, along[0]] : [along[0], along[1]];
}

/** The region `[top, left, bottom, right]`: the second input has all starts, then all ends. */
function regionOf(context: OnnxContext, axes: readonly number[] | undefined): readonly number[] {
  const numbers = given(context, 1) ?? [];
  const half = numbers.length / 2;
  const { order } = context.input(0);
  const zeros = order.map(() => 0);
  const [top, left] = spatial(context, numbers.slice(0, half), axes, zeros, 'starts', 0);
  const [bottom, right] = spatial(context, numbers.slice(half), axes, onesOf(context), 'ends');
  return [top, left, bottom, right];
}

/** A plane `[height, width]` is an image of one channel, in a batch of one. */
function resized(context: OnnxContext, attributes: Attributes): OnnxValue {
  const input = context.input(0);
  if (input.order.length === 2) {
    const plane = { ...input, name: context.dense(input), order: [0, 1] };
    const image = view(context, plane, [1, { axis: 0 }, { axis: 1 }, 1], channelsLast);
    const result = context.node('resize', [image.name], attributes, channelsLast);
    return view(context, result, [{ axis: 1 }, { axis: 2 }], [0, 1]);
  }
  const result = context.node('resize', [imageOf(context, input)], attributes, channelsLast);
  return likeInput(context, result, input);
}

export const resizes = { Resize: resize, Upsample: upsample };
