import { fixed, float, floats, ignored, ints, word } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import { defineOnnxOperator, type OnnxContext } from '../operator.ts';
import { channelsLast } from '../order.ts';

interface Modes {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly coordinates: 'half-pixel' | 'align-corners' | 'asymmetric';
}

/** Scales are an attribute in version 7, and an input in 9. */
const upsample = defineOnnxOperator({
  attributes: { mode: word('nearest', 'linear'), scales: floats() },
  inputs: [1, 2],
  lower: (context) => {
    const scales = context.numbers(1) ?? context.attributes.scales;
    if (!scales) throw badOnnx('the scales are missing');
    const interpolation = context.attributes.mode === 'nearest' ? 'nearest' : 'bilinear';
    return resized(context, scaledSize(context, scales), {
      interpolation,
      coordinates: 'asymmetric',
    });
  },
  lacks: 'scales of batch and channels, cubic interpolation',
});

/** Scales are the second input in version 10; 11 has a region there, then scales, then sizes. */
const resize = defineOnnxOperator({
  attributes: {
    mode: word('nearest', 'linear'),
    coordinate_transformation_mode: word(
      'half_pixel',
      'asymmetric',
      'align_corners',
      'pytorch_half_pixel',
    ),
    nearest_mode: word('round_prefer_floor', 'floor', 'round_prefer_ceil'),
    cubic_coeff_a: ignored,
    exclude_outside: fixed(0),
    extrapolation_value: float(0),
    axes: ints(),
    antialias: fixed(0),
  },
  inputs: [1, 4],
  lower: (context) => {
    const { attributes } = context;
    const isOld = context.opset < 11;
    const scales = context.numbers(isOld ? 1 : 2);
    const sizes = isOld ? undefined : context.numbers(3);
    if (attributes.axes)
      throw unsupported('attribute axes', 'Give a scale or a size for each axis.');
    const size = sizes && sizes.length > 0 ? sizes.slice(2) : scaledSize(context, scales ?? []);
    const interpolation = attributes.mode === 'nearest' ? 'nearest' : 'bilinear';
    const coordinates = isOld ? 'asymmetric' : attributes.coordinate_transformation_mode;
    if (coordinates === 'asymmetric') return resized(context, size, { interpolation, coordinates });
    if (coordinates === 'align_corners') {
      return resized(context, size, { interpolation, coordinates: 'align-corners' });
    }
    return resized(context, size, { interpolation, coordinates: 'half-pixel' });
  },
  lacks: 'cubic interpolation, regions',
});

function scaledSize(context: OnnxContext, scales: readonly number[]): readonly number[] {
  const [batch, channels, y, x] = scales;
  if (scales.length !== 4 || batch !== 1 || channels !== 1) {
    throw unsupported(
      `the scales [${scales.join(', ')}]`,
      'Only images are resized, along their height and width.',
    );
  }
  const [, , height, width] = context.shape(context.input(0));
  return [Math.floor(height * y), Math.floor(width * x)];
}

function resized(context: OnnxContext, [height, width]: readonly number[], modes: Modes) {
  const image = context.image(context.input(0));
  const attributes = { size: [height, width] as const, ...modes };
  return context.node('resize', [image], attributes, channelsLast);
}

export const resizes = { Resize: resize, Upsample: upsample };
