import {
  FaceGpuError,
  type Pair,
  type ResizeAttributes,
  resize as resizeKernel,
} from '@facegpu/kernels';
import { type AttributesOf, optional } from './attributes.ts';
import { flag, oneOf, pair, real, reals } from './kinds.ts';
import { defineOperator } from './operator.ts';
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
    const [batch, height, width, channels] = requireRank(context, 0, 4);
    const { size } = resizeGeometry(context.attributes, [height, width], context.node.name);
    return [{ shape: [batch, ...size, channels], dtype: requireReal(context, 0).dtype }];
  },
  lower: (context) => {
    const { size: _size, fit: _fit, ...method } = context.attributes;
    const [, height, width] = requireRank(context, 0, 4);
    const { scales, region } = resizeGeometry(
      context.attributes,
      [height, width],
      context.node.name,
    );
    return resizeKernel({
      ...method,
      scales,
      region,
      input: requireTensor(context, 0),
      output: context.output,
      live: context.live,
    });
  },
});

type Attributes = AttributesOf<typeof attributes>;

export interface ResizeGeometry {
  /** Height and width of the output. */
  readonly size: Pair;
  /** Where they aren't just the ratio of the sizes. */
  readonly scales?: Pair | undefined;
  readonly region?: ResizeAttributes['region'];
}

/**
 * What the attributes of a resize say of its geometry, where its input has this height and width.
 *
 * @param node its name
 * @throws FaceGpuError `bad-model` where they contradict each other
 */
export function resizeGeometry(
  { size, scales, fit, region }: Pick<Attributes, 'size' | 'scales' | 'fit' | 'region'>,
  [height, width]: Pair,
  node: string,
): ResizeGeometry {
  const shared = { region: region && regionOf(region, node) };
  if (size && !scales) {
    if (!fit) return { ...shared, size };
    const factors = [size[0] / height, size[1] / width];
    const factor = fit === 'not-larger' ? Math.min(...factors) : Math.max(...factors);
    const fitted = [Math.round(height * factor), Math.round(width * factor)] as const;
    return { ...shared, size: fitted, scales: [factor, factor] };
  }
  if (scales?.length === 2 && scales.every((scale) => scale > 0) && !size && !fit) {
    const [y, x] = scales;
    return { ...shared, size: [Math.floor(height * y), Math.floor(width * x)], scales: [y, x] };
  }
  throw wrong(
    node,
    `size is ${JSON.stringify(size)}, scales are ${JSON.stringify(scales)}`,
    'Give one of them, scales as two numbers above 0; fit goes with size.',
  );
}

function regionOf(region: readonly number[], node: string): ResizeAttributes['region'] {
  if (region.length !== 4) {
    throw wrong(node, `region is [${region.join(', ')}]`, 'Give [top, left, bottom, right].');
  }
  const [top, left, bottom, right] = region;
  return [
    { start: top, end: bottom },
    { start: left, end: right },
  ];
}

function wrong(node: string, what: string, fix: string): FaceGpuError {
  return new FaceGpuError('bad-model', `resize: ${what} (node "${node}")`, fix);
}
