import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './distance.wgsl';

const workgroup = 64;

export const distanceShader = defineShader({
  name: 'distance/distance',
  source,
  params: struct({ queries: 'u32', rows: 'u32', size: 'u32', count: 'u32' }),
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
export function distance(args: DistanceArgs): Dispatch[] {
  const { queries, rows, metric, distances, live } = args;
  const real = requireReal('distance', queries);
  const params = requireParams(args);
  requireSpec('distance', 'distances', distances, {
    shape: [params.queries, params.rows],
    dtype: 'f32',
    layout: 'dense',
  });
  // A single face is the common query; the other registers of a block would repeat it.
  const block = params.queries === 1 ? 1 : 4;
  const blocks = Math.ceil(params.rows / workgroup) * Math.ceil(params.queries / block);
  return [
    dispatch(distanceShader, {
      label: `${metric} distance`,
      real,
      constants: { METRIC: metrics[metric], QUERIES: block, TAIL: params.size % 4 },
      params,
      tensors: { queries, rows, distances },
      live,
      workgroups: linearGrid(blocks, 1),
    }),
  ];
}

/**
 * The parameters of the dispatch that `distance` makes of the same tensors: what
 * `Recording.writeParams` wants when `count` has changed.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function encodeDistance(
  args: Pick<DistanceArgs, 'queries' | 'rows' | 'count'>,
): ArrayBuffer {
  return distanceShader.encodeParams(requireParams(args));
}

function requireParams({ queries, rows, count }: Pick<DistanceArgs, 'queries' | 'rows' | 'count'>) {
  const [queryCount, size] = requireVectors('queries', queries);
  const [rowCount] = requireVectors('rows', rows);
  requireSpec('distance', 'rows', rows, {
    shape: [rowCount, size],
    dtype: queries.dtype,
    layout: 'dense',
  });
  if (count !== undefined && !(count >= 0 && count <= rowCount)) {
    throw shapeMismatch(
      `distance: count is ${count}, the gallery has ${rowCount} rows`,
      'Count the rows that hold something.',
    );
  }
  return { queries: queryCount, rows: rowCount, size, count: count ?? rowCount };
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
