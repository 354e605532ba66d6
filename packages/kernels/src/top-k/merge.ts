import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { type FieldValues, struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './merge.wgsl';

const mergeFields = {
  rows: 'u32',
  lists: 'u32',
  kept: 'u32',
  first_length: 'u32',
  first_stride: 'u32',
  second_length: 'u32',
  second_stride: 'u32',
  second_start: 'u32',
  pair_stride: 'u32',
} as const;

export const topKMergeShader = defineShader({
  name: 'top-k/merge',
  source,
  params: struct(mergeFields),
  batched: true,
});

/** Values in ascending order and where they come from: what `topK` makes of each row. */
export interface TopKList {
  /** `[rows, k]`, dense, f32. */
  readonly values: Tensor;
  /** `[rows, k]`, dense, u32. */
  readonly indices: Tensor;
}

export interface MergeTopKArgs {
  readonly first: TopKList;
  /** May have another k than the first. */
  readonly second: TopKList;
  /** The smallest of both; its k is at most the sum of theirs. */
  readonly merged: TopKList;
  /** One u32: how many rows to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Merges what `topK` found in two parts of each row, such as two segments of a gallery. Of equal values
 * the one with the lower index comes first.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function mergeTopK({ first, second, merged, live }: MergeTopKArgs): Dispatch[] {
  const [rows, firstLength] = requireList('first', first);
  const [secondRows, secondLength] = requireList('second', second);
  const [mergedRows, kept] = requireList('merged', merged);
  if (secondRows !== rows || mergedRows !== rows) {
    throw shapeMismatch(
      `merge-top-k: lists of ${rows} and ${secondRows} rows, merged into ${mergedRows}`,
      'Give all three the same number of rows.',
    );
  }
  if (kept > firstLength + secondLength) {
    throw shapeMismatch(
      `merge-top-k: ${kept} values wanted of ${firstLength} and ${secondLength}`,
      `Ask for ${firstLength + secondLength} at most.`,
    );
  }
  const params = {
    rows,
    lists: 1,
    kept,
    first_length: firstLength,
    first_stride: firstLength,
    second_length: secondLength,
    second_stride: secondLength,
    second_start: 0,
    pair_stride: 0,
  };
  return [mergeDispatch(first, second, merged, params, live)];
}

/** One run of the merge shader. */
export function mergeDispatch(
  first: TopKList,
  second: TopKList,
  merged: TopKList,
  params: FieldValues<typeof mergeFields>,
  live: Tensor | undefined,
): Dispatch {
  return dispatch(topKMergeShader, {
    label: 'top-k merge',
    params,
    tensors: {
      first_values: first.values,
      first_indices: first.indices,
      second_values: second.values,
      second_indices: second.indices,
      merged_values: merged.values,
      merged_indices: merged.indices,
    },
    live,
    workgroups: linearGrid(params.rows * params.lists * params.kept, 64),
  });
}

/** The rows of a list and their length. */
function requireList(what: string, { values, indices }: TopKList): readonly [number, number] {
  const [rows, k] = values.shape;
  if (values.shape.length !== 2 || k === 0) {
    throw shapeMismatch(
      `merge-top-k: the values of ${what} are ${formatShape(values.shape)}`,
      'They must have two axes: rows, and their values (at least one).',
    );
  }
  const shape = [rows, k];
  requireSpec('merge-top-k', `${what} values`, values, { shape, dtype: 'f32', layout: 'dense' });
  requireSpec('merge-top-k', `${what} indices`, indices, { shape, dtype: 'u32', layout: 'dense' });
  return [rows, k];
}
