import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './range.wgsl';

export const rangeShader = defineShader({
  name: 'range/range',
  source,
  params: struct({ rows: 'u32', size: 'u32', room: 'u32' }),
  batched: true,
});

/** What a range search found, in no order: the i-th of each list belong together. */
export interface RangeHits {
  /** One u32, raised by the number of hits: those that found no room are counted, and not kept. */
  readonly count: Tensor;
  /** `[room]`, dense, u32. */
  readonly rows: Tensor;
  /** `[room]`, dense, u32. */
  readonly labels: Tensor;
  /** `[room]`, dense, f32. */
  readonly values: Tensor;
}

export interface RangeArgs {
  /** `[rows, size]`, dense, f32. */
  readonly input: Tensor;
  /** `[rows]`, dense, f32: what the values of each row may be at most. */
  readonly limits: Tensor;
  /** `[size]`, dense, u32: names the values of a row. */
  readonly labels: Tensor;
  readonly hits: RangeHits;
  /** One u32: how many rows to look at. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Appends the values of each row that are at most the row's limit to a list, whose count must be set to
 * 0 before the first call. NaN, infinity and the largest f32 are none.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function range({ input, limits, labels, hits, live }: RangeArgs): Dispatch[] {
  const [rows, size] = input.shape;
  const [room] = hits.values.shape;
  if (input.shape.length !== 2 || size === 0) {
    throw shapeMismatch(
      `range: input is ${formatShape(input.shape)}`,
      'It must have two axes: rows, and their values (at least one).',
    );
  }
  const layout = 'dense';
  requireSpec('range', 'input', input, { shape: [rows, size], dtype: 'f32', layout });
  requireSpec('range', 'limits', limits, { shape: [rows], dtype: 'f32', layout });
  requireSpec('range', 'labels', labels, { shape: [size], dtype: 'u32', layout });
  requireSpec('range', 'count of hits', hits.count, { shape: [1], dtype: 'u32', layout });
  requireSpec('range', 'rows of hits', hits.rows, { shape: [room], dtype: 'u32', layout });
  requireSpec('range', 'labels of hits', hits.labels, { shape: [room], dtype: 'u32', layout });
  requireSpec('range', 'values of hits', hits.values, { shape: [room], dtype: 'f32', layout });
  return [
    dispatch(rangeShader, {
      label: 'range',
      params: { rows, size, room },
      tensors: {
        values: input,
        limits,
        labels,
        hits: hits.count,
        hit_rows: hits.rows,
        hit_labels: hits.labels,
        hit_values: hits.values,
      },
      live,
      workgroups: linearGrid(rows * size, 64),
    }),
  ];
}
