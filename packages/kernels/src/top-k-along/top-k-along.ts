import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, Tensor } from '../tensor/tensor.ts';
import { topK } from '../top-k/top-k.ts';
import keysSource from './keys.wgsl';
import takeSource from './take.wgsl';

export const topKKeysShader = defineShader({
  name: 'top-k-along/keys',
  source: keysSource,
  params: struct({ count: 'u32', size: 'u32', inner: 'u32' }),
  constants: { LARGEST: 1 },
});

export const topKTakeShader = defineShader({
  name: 'top-k-along/take',
  source: takeSource,
  params: struct({ count: 'u32', size: 'u32', k: 'u32', inner: 'u32' }),
});

export interface TopKAlongArgs {
  /** Dense, f32 or f16. */
  readonly input: Tensor;
  /** Dense, the dtype of the input; its shape, but for k places along the axis. */
  readonly values: Tensor;
  /** The places of the values along the axis: dense, i32 or u32, the shape of the values. */
  readonly indices: Tensor;
  /** Counted from the end where negative. */
  readonly axis: number;
  /** Whether the largest are wanted, or the smallest. */
  readonly largest: boolean;
}

/**
 * The k largest or smallest elements along an axis, in order; of equal ones the first in the input comes
 * first. NaN comes last.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function topKAlong({ input, values, indices, axis, largest }: TopKAlongArgs): Dispatch[] {
  const real = requireReal('top-k', input);
  requireLayout('top-k', 'input', input, 'dense');
  const { shape, dtype } = input;
  const along = requireAxis('top-k', axis, shape.length);
  const size = shape[along];
  const k = values.shape[along];
  if (!(k <= size)) {
    throw shapeMismatch(
      `top-k: ${k} of ${formatShape(shape)} along ${axis}`,
      `Ask for up to ${size}.`,
    );
  }
  const wanted = shape.map((each, i) => (i === along ? k : each));
  requireSpec('top-k', 'values', values, { shape: wanted, dtype, layout: 'dense' });
  const whole = indices.dtype === 'u32' ? 'u32' : 'i32';
  requireSpec('top-k', 'indices', indices, { shape: wanted, dtype: whole, layout: 'dense' });
  const inner = elementCount(shape.slice(along + 1));
  const rows = elementCount(shape) / Math.max(size, 1);
  const count = rows * k;
  if (count === 0) return [];
  const list = (length: number, type: 'f32' | 'u32') => {
    return new Tensor('top-k', { shape: [rows, length], dtype: type, layout: 'dense' });
  };
  const keys = list(size, 'f32');
  const found = list(k, 'u32');
  return [
    dispatch(topKKeysShader, {
      label: 'top-k keys',
      real,
      constants: { LARGEST: Number(largest) },
      params: { count: rows * size, size, inner },
      tensors: { input, keys },
      workgroups: linearGrid(rows * size, 64),
    }),
    ...topK({ input: keys, values: list(k, 'f32'), indices: found }),
    dispatch(topKTakeShader, {
      label: 'top-k take',
      real,
      params: { count, size, k, inner },
      tensors: { input, found, values, indices },
      workgroups: linearGrid(count, 64),
    }),
  ];
}
