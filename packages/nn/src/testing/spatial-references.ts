import {
  batchedMatmulShape,
  convTranspose2dShape,
  elementCount,
  gridSampleShape,
  type Padding,
  type Pair,
  type Pool2dAttributes,
  pool2dShape,
  type ResizeAttributes,
  type Shape,
} from '@facegpu/kernels';
import {
  batchedMatmulReference,
  convTranspose2dReference,
  gridSampleReference,
  groupNormReference,
  layerNormReference,
  lrnReference,
  pool2dReference,
  resizeReference,
} from '@facegpu/kernels/testing';
import type { Given, Operand, Reference } from './reference.ts';

/** References of operators that look at neighbours. */
export const spatialReferences = {
  averagePool: pool('average'),
  convTranspose2d: ([x, weight, bias], attributes) => {
    const { strides = [1, 1], dilations = [1, 1], outputPadding = [0, 0], groups = 1 } = attributes;
    const { size, padding = 'valid' } = attributes;
    const around = { top: 0, bottom: 0, left: 0, right: 0 };
    const open = { strides, dilations, outputPadding, padding: around };
    const [, ...whole] = convTranspose2dShape(x.shape, weight.shape, open);
    const isWord = typeof padding === 'string';
    const wanted = size ?? (isWord && padding !== 'valid' ? [0, 1].map(scaled) : undefined);
    const [top, bottom, left, right] = wanted
      ? [0, 1].flatMap((axis) => {
          const cut = Math.max(0, whole[axis] - wanted[axis]);
          const less = Math.floor(cut / 2);
          return padding === 'same-lower' ? [cut - less, less] : [less, cut - less];
        })
      : isWord
        ? [0, 0, 0, 0]
        : padding;
    const more = wanted
      ? outputPadding.map((n: number, axis: number) => n + Math.max(0, wanted[axis] - whole[axis]))
      : outputPadding;
    const geometry = {
      ...open,
      outputPadding: more,
      padding: { top, bottom, left, right },
      groups,
    };
    const values = convTranspose2dReference({
      ...geometry,
      input: x.values,
      inputShape: x.shape,
      weight: weight.values,
      weightShape: weight.shape,
      bias: bias?.values.length > 0 ? bias.values : undefined,
    });
    return [{ shape: convTranspose2dShape(x.shape, weight.shape, geometry), values }];

    function scaled(axis: number): number {
      return x.shape[axis + 1] * strides[axis];
    }
  },
  depthToSpace: ([x], { block, order = 'block-first' }) => {
    const [batch, height, width, depth] = x.shape;
    const channels = depth / block ** 2;
    const shape = [batch, height * block, width * block, channels];
    const values = gatheredFrom(x, shape, ([n, y, column, c]) => {
      const place = (y % block) * block + (column % block);
      const channel = order === 'block-first' ? place * channels + c : c * block ** 2 + place;
      return [n, Math.floor(y / block), Math.floor(column / block), channel];
    });
    return [{ shape, values }];
  },
  globalLpPool: globalPool('lp'),
  globalMaxPool: globalPool('max'),
  gridSample: ([x, grid], attributes) => {
    const { interpolation = 'bilinear', padding = 'zeros', alignCorners = false } = attributes;
    const values = gridSampleReference({
      interpolation,
      padding,
      alignCorners,
      input: x.values,
      inputShape: x.shape,
      grid: grid.values,
      gridShape: grid.shape,
    });
    return [{ shape: gridSampleShape(x.shape, grid.shape), values }];
  },
  groupNorm: norm,
  instanceNorm: (operands, attributes) =>
    norm(operands, { ...attributes, groups: operands[0].shape[3] }),
  layerNorm: ([x, scale, offset], { axis = -1, epsilon = 1e-5 }) => {
    const size = elementCount(x.shape.slice(axis < 0 ? axis + x.shape.length : axis));
    const values = layerNormReference({
      input: x.values,
      size,
      scale: scale?.values,
      offset: offset?.values,
      epsilon,
    });
    return [{ shape: x.shape, values }];
  },
  lpPool: pool('lp'),
  lrn: ([x], { size, alpha = 1e-4, beta = 0.75, bias = 1 }) => {
    return [
      { shape: x.shape, values: lrnReference(x.values, x.shape, { size, alpha, beta, bias }) },
    ];
  },
  matmul: ([x, y]) => {
    const a = { ...x, shape: x.shape.length === 1 ? [1, ...x.shape] : x.shape };
    const b = { ...y, shape: y.shape.length === 1 ? [...y.shape, 1] : y.shape };
    const whole = [...batchedMatmulShape(a.shape, b.shape)];
    const rows = x.shape.length === 1 ? [] : whole.slice(-2, -1);
    const columns = y.shape.length === 1 ? [] : whole.slice(-1);
    const shape = [...whole.slice(0, -2), ...rows, ...columns];
    return [{ shape, values: batchedMatmulReference(a, b) }];
  },
  maxPool: pool('max'),
  resize: ([x], { size, scales, fit, region, ...method }) => {
    const [batch, height, width, channels] = x.shape;
    const factors = size && fit ? [size[0] / height, size[1] / width] : [];
    const factor = fit === 'not-larger' ? Math.min(...factors) : Math.max(...factors);
    const fitted = [height, width].map((n) => Math.round(n * factor));
    const scaled = scales && [Math.floor(height * scales[0]), Math.floor(width * scales[1])];
    const outputShape = [batch, ...(fit ? fitted : (size ?? scaled)), channels];
    const [top, left, bottom, right] = region ?? [0, 0, 1, 1];
    const values = resizeReference({
      ...(method as ResizeAttributes),
      input: x.values,
      inputShape: x.shape,
      outputShape,
      scales: fit ? [factor, factor] : scales,
      region: [
        { start: top, end: bottom },
        { start: left, end: right },
      ],
    });
    return [{ shape: outputShape, values }];
  },
  spaceToDepth: ([x], { block }) => {
    const [batch, tall, wide, channels] = x.shape;
    const shape = [batch, tall / block, wide / block, channels * block ** 2];
    const values = gatheredFrom(x, shape, ([n, y, column, depth]) => {
      const place = Math.floor(depth / channels);
      const [row, left] = [y * block + Math.floor(place / block), column * block + (place % block)];
      return [n, row, left, depth % channels];
    });
    return [{ shape, values }];
  },
} as const satisfies Readonly<Record<string, Reference>>;

function norm([x, scale, offset]: readonly Operand[], { groups, epsilon = 1e-5 }: Given) {
  const values = groupNormReference({
    input: x.values,
    inputShape: x.shape,
    groups,
    scale: scale?.values,
    offset: offset?.values,
    epsilon,
  });
  return [{ shape: x.shape, values }];
}

/** Images whose every element is that of other images at some coordinates. */
function gatheredFrom(
  { shape, values }: Operand,
  to: Shape,
  placeOf: (coordinates: number[]) => number[],
): Float64Array {
  return Float64Array.from({ length: elementCount(to) }, (_, index) => {
    const [, height, width, channels] = to;
    const plane = [
      index / (height * width * channels),
      index / (width * channels),
      index / channels,
    ];
    const [n, y, x] = plane.map(Math.floor);
    const at = placeOf([n, y % height, x % width, index % channels]);
    return values[at.reduce((sum, coordinate, axis) => sum * shape[axis] + coordinate, 0)];
  });
}

function pool(kind: Pool2dAttributes['kind'] | 'lp'): Reference {
  return ([x], { kernel, strides = [1, 1], dilations = [1, 1], padding, ...rest }) => {
    const around = paddingOf(padding, x.shape, kernel, strides, dilations);
    const geometry = { kind, kernel, strides, dilations, padding: around, ...rest };
    const values = pool2dReference({ ...geometry, input: x.values, inputShape: x.shape });
    return [{ shape: pool2dShape(x.shape, geometry), values }];
  };
}

function globalPool(kind: 'lp' | 'max'): Reference {
  return ([x], { p = 2 }) => pool(kind)([x], { kernel: [x.shape[1], x.shape[2]], p });
}

/** TensorFlow's rule for `same`: as many windows as strides fit, an odd row at the end; or in front. */
export function paddingOf(
  given: 'same' | 'same-lower' | 'valid' | readonly number[] = 'valid',
  shape: Shape,
  kernel: Pair,
  strides: Pair,
  dilations: Pair,
): Padding {
  const [top, bottom, left, right] =
    given === 'valid'
      ? [0, 0, 0, 0]
      : typeof given === 'string'
        ? [0, 1].flatMap(sameAlong)
        : given;
  return { top, bottom, left, right };

  function sameAlong(axis: number): [number, number] {
    const size = shape[axis + 1];
    const last = Math.floor((size - 1) / strides[axis]) * strides[axis];
    const missing = Math.max(0, last + (kernel[axis] - 1) * dilations[axis] + 1 - size);
    const [less, more] = [missing >> 1, missing - (missing >> 1)];
    return given === 'same' ? [less, more] : [more, less];
  }
}
