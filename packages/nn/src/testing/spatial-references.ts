import {
  type Padding,
  type Pair,
  type Pool2dAttributes,
  pool2dShape,
  type Shape,
} from '@facegpu/kernels';
import { pool2dReference } from '@facegpu/kernels/testing';
import type { Reference } from './reference.ts';

/** References of operators that look at neighbours. */
export const spatialReferences = {
  averagePool: pool('average'),
  globalLpPool: globalPool('lp'),
  globalMaxPool: globalPool('max'),
  lpPool: pool('lp'),
  maxPool: pool('max'),
} as const satisfies Readonly<Record<string, Reference>>;

function pool(kind: Pool2dAttributes['kind']): Reference {
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
