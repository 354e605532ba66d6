import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type Axis, axisStruct, denseStrides, packAxes, requireAxis } from '../tensor/axes.ts';
import { requireIndices } from '../tensor/require.ts';
import { elementCount, formatShape, type Shape, Tensor } from '../tensor/tensor.ts';
import source from './flat-indices.wgsl';

export const flatIndicesShader = defineShader({
  name: 'indexing/flat-indices',
  source,
  params: struct({ count: 'u32', rank: 'u32', depth: 'u32', is_signed: 'u32' }),
  structs: { Axis: axisStruct },
});

/** Indices as one number each, and what makes them. */
export interface FlatIndices {
  /** `[count]`, u32; 2^32 - 1 for what leads outside. */
  readonly tensor: Tensor;
  readonly dispatches: readonly Dispatch[];
}

/** What each element of an index tensor means in another tensor. */
interface Walk {
  /** The axes along which the tuples of indices lie: sizes, and strides of the other tensor. */
  readonly along: readonly Stride[];
  /** The axes that the indices of a tuple count along. */
  readonly indexed: readonly Stride[];
}

interface Stride {
  readonly size: number;
  readonly stride: number;
}

/**
 * For each element of `indices` the element of a tensor at the same place, but for one axis, along which
 * the index counts.
 *
 * @param shape of the tensor that the indices point into; it has as many axes as they, and may be larger
 * along the others
 * @throws FaceGpuError `shape-mismatch`
 */
export function flatElements(
  kernel: string,
  indices: Tensor,
  shape: Shape,
  axis: number,
): FlatIndices {
  const along = requireAxis(kernel, axis, shape.length);
  const fits = indices.shape.every((size, i) => i === along || size <= shape[i]);
  if (indices.shape.length !== shape.length || !fits) {
    throw shapeMismatch(
      `${kernel}: indices of ${formatShape(indices.shape)} into ${formatShape(shape)} along axis ${axis}`,
      'They must have as many axes, none of them longer but that one.',
    );
  }
  const strides = denseStrides(shape);
  return flatIndices(kernel, indices, {
    along: indices.shape.map((size, i) => ({ size, stride: i === along ? 0 : strides[i] })),
    indexed: [{ size: shape[along], stride: strides[along] }],
  });
}

/**
 * For each tuple of `indices`, which are `[…batch, …, depth]`, the row of a tensor `[…batch, …indexed,
 * …row]` that it names, counted through the batch.
 *
 * @param shape of the tensor that the indices point into
 * @param batchAxes how many axes in front the two share
 * @throws FaceGpuError `shape-mismatch`
 */
export function flatRows(
  kernel: string,
  indices: Tensor,
  shape: Shape,
  batchAxes: number,
): FlatIndices {
  const depth = requireDepth(kernel, indices.shape, shape, batchAxes);
  const tuples = indices.shape.slice(0, -1);
  const batch = elementCount(tuples.slice(0, batchAxes));
  const sizes = shape.slice(batchAxes, batchAxes + depth);
  const strides = denseStrides(sizes);
  return flatIndices(kernel, indices, {
    along: [
      { size: batch, stride: elementCount(sizes) },
      { size: elementCount(tuples.slice(batchAxes)), stride: 0 },
    ],
    indexed: sizes.map((size, i) => ({ size, stride: strides[i] })),
  });
}

/**
 * How many indices each tuple has.
 *
 * @throws FaceGpuError `shape-mismatch` where they don't fit a tensor of this shape
 */
export function requireDepth(
  kernel: string,
  indices: Shape,
  shape: Shape,
  batchAxes: number,
): number {
  const depth = indices.at(-1) ?? 0;
  const isShared = indices.slice(0, batchAxes).every((size, i) => size === shape[i]);
  const hasAxes = batchAxes >= 0 && batchAxes < indices.length && batchAxes + depth <= shape.length;
  if (depth >= 1 && isShared && hasAxes) return depth;
  throw shapeMismatch(
    `${kernel}: indices of ${formatShape(indices)} into ${formatShape(shape)} with ${batchAxes} batch axes`,
    'Both begin with the batch axes, and the last axis of the indices has an index for each of the next.',
  );
}

function flatIndices(kernel: string, indices: Tensor, { along, indexed }: Walk): FlatIndices {
  requireIndices(kernel, indices);
  const count = elementCount(along.map(({ size }) => size));
  const spec = { shape: [count], dtype: 'u32', layout: 'dense' } as const;
  const output = new Tensor(`${kernel} flat indices`, spec);
  const axes = [...along, ...indexed].map(({ size, stride }): Axis => {
    return { size, strides: [stride, 0] };
  });
  const dispatches = [
    dispatch(flatIndicesShader, {
      label: kernel,
      params: {
        count,
        rank: along.length,
        depth: indexed.length,
        is_signed: Number(indices.dtype === 'i32'),
      },
      tensors: { axes: packAxes(axes), indices, output },
      workgroups: linearGrid(count, 64),
    }),
  ];
  return { tensor: output, dispatches };
}
