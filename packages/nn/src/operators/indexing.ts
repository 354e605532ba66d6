import { denseStrides, elementCount, type Shape } from '@facegpu/kernels';
import type { InferContext } from './operator.ts';
import { requireWithin } from './require.ts';

/** For each index the element of another tensor at its place, but along an axis where the index says. */
export function elementPlaces(
  indices: Float64Array,
  indicesShape: Shape,
  shape: Shape,
  axis: number,
): number[] {
  const along = axis < 0 ? axis + shape.length : axis;
  const strides = denseStrides(shape);
  return Array.from(indices, (index, i) => {
    let rest = i;
    let place = 0;
    for (let k = shape.length - 1; k >= 0; k--) {
      const at = rest % indicesShape[k];
      rest = Math.floor(rest / indicesShape[k]);
      const wanted = index < 0 ? index + shape[along] : index;
      place += (k === along ? wanted : at) * strides[k];
    }
    return place;
  });
}

/**
 * For each tuple of indices the row of another tensor that it names, counted through the batch.
 *
 * @throws FaceGpuError `shape-mismatch` where one leads outside
 */
export function rowPlaces(
  context: InferContext,
  indices: Float64Array,
  indicesShape: Shape,
  shape: Shape,
  batchAxes: number,
): number[] {
  const depth = indicesShape.at(-1) ?? 0;
  const tuples = elementCount(indicesShape.slice(0, -1));
  const perBatch = tuples / elementCount(indicesShape.slice(0, batchAxes));
  return Array.from({ length: tuples }, (_, i) => {
    const tuple = indices.subarray(i * depth, (i + 1) * depth);
    return tuple.reduce(
      (place, index, k) => {
        const size = shape[batchAxes + k];
        requireWithin(context, [index], size);
        return place * size + (index < 0 ? index + size : index);
      },
      Math.floor(i / perBatch),
    );
  });
}
