import {
  FaceGpuError,
  type Pair,
  type ResizeAttributes,
  resize as resizeKernel,
} from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { flag, oneOf, pair, real, reals } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireRank, requireReal, requireTensor } from './require.ts';

const attributes = {
  size: optional(pair),
  fit: optional(oneOf('not-larger', 'not-smaller')),
  scales: optional(reals),
  interpolation: oneOf('nearest', 'bilinear', 'bicubic'),
  coordinates: oneOf(
    'half-pixel',
    'half-pixel-symmetric',
    'pytorch-half-pixel',
    'tf-half-pixel',
    'align-corners',
    'asymmetric',
    'crop',
  ),
  rounding: optional(oneOf('floor', 'ceil', 'halves-down', 'halves-up')),
  slope: optional(real),
  excludeOutside: optional(flag, false),
  antialias: optional(flag, false),
  region: optional(reals),
  extrapolation: optional(real),
};

/**
 * `resize(input)`: `[batch, height, width, channels]`. Attributes: either size `[height, width]` or
 * scales, for y and x; interpolation, coordinates, rounding, slope, excludeOutside, antialias,
 * extrapolation as the kernel has them; region `[top, left, bottom, right]` for the coordinates
 * `crop`; fit, which keeps the input's proportions: the output is then the largest that is
 * `not-larger` than size, or the smallest that is `not-smaller`.
 */
export const resize = defineOperator({
  attributes,
  inputs: 1,
  layout: 'nhwc4',
  keepsBatch: () => true,
  infer: (context) => {
    const [batch, , , channels] = requireRank(context, 0, 4);
    const { dtype } = requireReal(context, 0);
    return [{ shape: [batch, ...targetOf(context).size, channels], dtype }];
  },
  lower: (context) => {
    const { size: _size, fit: _fit, region, ...method } = context.attributes;
    return resizeKernel({
      ...method,
      scales: targetOf(context).scales,
      region: region && regionOf(context, region),
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    });
  },
});

type Context = InferContext<typeof attributes>;

/** The size of the output, and the scales where they aren't just the ratio of the sizes. */
function targetOf(context: Context): { readonly size: Pair; readonly scales?: Pair } {
  const { size, scales, fit } = context.attributes;
  const [, height, width] = requireRank(context, 0, 4);
  if (size && !scales) {
    if (!fit) return { size };
    const factors = [size[0] / height, size[1] / width];
    const factor = fit === 'not-larger' ? Math.min(...factors) : Math.max(...factors);
    const fitted = [Math.round(height * factor), Math.round(width * factor)] as const;
    return { size: fitted, scales: [factor, factor] };
  }
  if (scales?.length === 2 && scales.every((scale) => scale > 0) && !size && !fit) {
    const [y, x] = scales;
    return { size: [Math.floor(height * y), Math.floor(width * x)], scales: [y, x] };
  }
  throw wrong(
    context,
    `size is ${JSON.stringify(size)}, scales are ${JSON.stringify(scales)}`,
    'Give one of them, scales as two numbers above 0; fit goes with size.',
  );
}

function regionOf(context: Context, region: readonly number[]): ResizeAttributes['region'] {
  if (region.length !== 4) {
    throw wrong(context, `region is [${region.join(', ')}]`, 'Give [top, left, bottom, right].');
  }
  const [top, left, bottom, right] = region;
  return [
    { start: top, end: bottom },
    { start: left, end: right },
  ];
}

function wrong({ node }: Context, what: string, fix: string): FaceGpuError {
  return new FaceGpuError('bad-model', `resize: ${what} (node "${node.name}")`, fix);
}
