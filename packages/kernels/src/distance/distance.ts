import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './distance.wgsl';
import { requireStored, rowTypes, type StoredVectors, vectorReaders } from './format.ts';

const workgroup = 64;

export const distanceShader = defineShader({
  name: 'distance/distance',
  source,
  params: struct({ queries: 'u32', rows: 'u32', size: 'u32' }),
  types: /* @__PURE__ */ rowTypes('f32'),
  functions: /* @__PURE__ */ vectorReaders('f32'),
  constants: { METRIC: 0, QUERIES: 4, TAIL: 0, MASKED: 0 },
  batched: true,
});

/** What the shaders know the metrics by. */
export const metricNumbers = { squaredEuclidean: 0, cosine: 1, innerProduct: 2 } as const;

/**
 * `squaredEuclidean` is |a - b|². `cosine` is 1 - a·b / (|a| |b|), from 0 to 2; a zero vector is at
 * distance 1 from everything. `innerProduct` is -a·b: negated, so that in every metric the smaller is
 * the nearer.
 */
export type DistanceMetric = keyof typeof metricNumbers;

/** The distance of a row that takes no part: the largest f32. */
export const nothingDistance = 3.4028234663852886e38;

export interface DistanceArgs extends StoredVectors {
  /** `[queries, size]`, dense, f32 or f16. */
  readonly queries: Tensor;
  /**
   * `[⌈rows / 32⌉]`, dense, u32: a bit for each row, the lowest of a word first, 1 for rows that take
   * part. The others are not read. All take part where it is left out.
   */
  readonly mask?: Tensor | undefined;
  readonly metric: DistanceMetric;
  /** `[queries, rows]`, dense, f32. Rows that take no part get {@link nothingDistance}. */
  readonly distances: Tensor;
  /** One u32: how many queries to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Distances between every query and every row of a gallery, which may have rows that hold nothing.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function distance(args: DistanceArgs): Dispatch[] {
  const { queries, rows, format = 'f32', scales, mask, metric, distances, live } = args;
  const real = requireReal('distance', queries);
  const [queryCount, size] = requireVectors('queries', queries);
  const rowCount = requireStored('distance', args, size, real);
  const layout = 'dense';
  requireSpec('distance', 'distances', distances, {
    shape: [queryCount, rowCount],
    dtype: 'f32',
    layout,
  });
  if (mask) {
    const shape = [Math.ceil(rowCount / 32)];
    requireSpec('distance', 'mask', mask, { shape, dtype: 'u32', layout });
  }
  // A single face is the common query; the other registers of a block would repeat it.
  const block = queryCount === 1 ? 1 : 4;
  const blocks = Math.ceil(rowCount / workgroup) * Math.ceil(queryCount / block);
  const constants = {
    METRIC: metricNumbers[metric],
    QUERIES: block,
    TAIL: size % 4,
    MASKED: Number(mask !== undefined),
  };
  return [
    dispatch(distanceShader, {
      label: `${metric} distance`,
      real,
      types: rowTypes(format),
      functions: vectorReaders(format),
      constants,
      params: { queries: queryCount, rows: rowCount, size },
      // Something must be bound, even where no row is scaled or masked.
      tensors: { queries, rows, scales: scales ?? rows, mask: mask ?? rows, distances },
      live,
      workgroups: linearGrid(blocks, 1),
    }),
  ];
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
