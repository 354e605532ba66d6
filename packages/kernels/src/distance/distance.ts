import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './distance.wgsl';

const workgroup = 64;

const params = struct({ queries: 'u32', rows: 'u32', size: 'u32', count: 'u32' });

export const distanceShader = defineShader({
  name: 'distance/distance',
  source,
  params,
  constants: { METRIC: 0, QUERIES: 4, TAIL: 0 },
  batched: true,
});

const metrics = { squaredEuclidean: 0, cosine: 1 } as const;

/**
 * `squaredEuclidean` is |a - b|². `cosine` is 1 - a·b / (|a| |b|), from 0 to 2; a zero vector is at
 * distance 1 from everything.
 */
export type DistanceMetric = keyof typeof metrics;

/** The distance of a row that holds nothing: the largest f32. */
export const nothingDistance = 3.4028234663852886e38;

export interface DistanceArgs {
  /** `[queries, size]`, dense, f32 or f16. */
  readonly queries: Tensor;
  /** `[rows, size]`, dense, dtype of the queries. */
  readonly rows: Tensor;
  /** How many rows hold something; all where it is left out. */
  readonly count?: number | undefined;
  readonly metric: DistanceMetric;
  /** `[queries, rows]`, dense, f32. Rows from `count` on get {@link nothingDistance}. */
  readonly distances: Tensor;
  /** One u32: how many queries to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Distances between every query and every row of a gallery, which may have room to spare.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function distance(args: DistanceArgs): Dispatch<typeof params.fields>[] {
  const { queries, rows, count, metric, distances, live } = args;
  const real = requireReal('distance', queries);
  const [queryCount, rowCount, size] = requireSizes(args);
  requireSpec('distance', 'distances', distances, {
    shape: [queryCount, rowCount],
    dtype: 'f32',
    layout: 'dense',
  });
  // A single face is the common query; the other registers of a block would repeat it.
  const block = queryCount === 1 ? 1 : 4;
  const blocks = Math.ceil(rowCount / workgroup) * Math.ceil(queryCount / block);
  return [
    dispatch(distanceShader, {
      label: `${metric} distance`,
      real,
      constants: { METRIC: metrics[metric], QUERIES: block, TAIL: size % 4 },
      params: { queries: queryCount, rows: rowCount, size, ...distanceParams(rows, count) },
      tensors: { queries, rows, distances },
      live,
      workgroups: linearGrid(blocks, 1),
    }),
  ];
}

/**
 * The parameters that follow from how many rows hold something, for `Recording.setParams`.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function distanceParams(rows: Tensor, count = rows.shape[0]) {
  if (count >= 0 && count <= rows.shape[0]) return { count };
  throw shapeMismatch(
    `distance: count is ${count}, the gallery has ${rows.shape[0]} rows`,
    'Count the rows that hold something.',
  );
}

/** The numbers of queries and rows, and the size of each. */
function requireSizes({ queries, rows }: DistanceArgs): readonly [number, number, number] {
  const [queryCount, size] = requireVectors('queries', queries);
  const [rowCount] = requireVectors('rows', rows);
  requireSpec('distance', 'rows', rows, {
    shape: [rowCount, size],
    dtype: queries.dtype,
    layout: 'dense',
  });
  return [queryCount, rowCount, size];
}

/** The number of vectors in a tensor, and their size. */
function requireVectors(what: string, tensor: Tensor): readonly [number, number] {
  requireLayout('distance', what, tensor, 'dense');
  const { shape } = tensor;
  const [vectors, size] = shape;
  if (shape.length === 2 && size > 0) return [vectors, size];
  throw shapeMismatch(
    `distance: ${what} is ${formatShape(shape)}`,
    'It must have two axes: vectors, and their elements (at least one).',
  );
}
