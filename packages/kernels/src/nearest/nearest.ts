import { type DistanceMetric, metricNumbers } from '../distance/distance.ts';
import { requireStored, rowTypes, type StoredVectors, vectorReaders } from '../distance/format.ts';
import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, Tensor } from '../tensor/tensor.ts';
import { mergeDispatch, type TopKList } from '../top-k/merge.ts';
import { partsAlone, searchAlone, searchesAlone } from './alone.ts';
import source from './scan.wgsl';
import { type ScanTarget, type ScanTile, scanTile, searchFields } from './tile.ts';

export const scanShader = defineShader({
  name: 'nearest/scan',
  source,
  params: struct(searchFields),
  types: /* @__PURE__ */ rowTypes('f32'),
  functions: /* @__PURE__ */ vectorReaders('f32'),
  constants: {
    METRIC: 0,
    ROOM_BITS: 8,
    QUERIES: 1,
    ROWS: 4,
    LANES: 8,
    INVOCATIONS: 128,
    TAIL: 0,
    MASKED: 0,
  },
  batched: true,
});

/** Rows of a gallery that are bound together. */
export interface GallerySegment extends StoredVectors {
  /** `[rows]`, dense, u32, all different, and less than 2³² - 1: names the rows. */
  readonly labels: Tensor;
  /**
   * `[⌈rows / 32⌉]`, dense, u32: a bit for each row, the lowest of a word first, 1 for rows that take
   * part. All take part where it is left out.
   */
  readonly mask?: Tensor | undefined;
}

export interface NearestArgs extends TopKList {
  /** `[queries, size]`, dense, f32. */
  readonly queries: Tensor;
  /** At least one, all of one format; those without rows are passed over. */
  readonly segments: readonly GallerySegment[];
  readonly metric: DistanceMetric;
  /** `[queries, k]`, dense, f32: distances of the nearest, the nearest first. */
  readonly values: Tensor;
  /**
   * `[queries, k]`, dense, u32: their labels. Of equally near rows the one with the lower label is first;
   * where there are fewer than k, the largest f32 and 2³² - 1 follow.
   */
  readonly indices: Tensor;
  /** One u32: how many queries to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/** Whether {@link nearest} finds so many rows here: each adapter has a limit, of 500 at least. */
export function canScan(target: ScanTarget, k: number): boolean {
  return scanTile(target, 1, k) !== undefined;
}

/**
 * The k nearest rows of each query, for any number of rows. Distances are never stored: workgroups keep
 * the nearest of what they read, and their lists are merged.
 *
 * @throws FaceGpuError `shape-mismatch`, also for a k that the adapter has no room for
 */
export function nearest(target: ScanTarget, args: NearestArgs): Dispatch[] {
  const { metric, live, values, indices } = args;
  const { queryCount, size, k, counts } = requireNearest(args);
  const tile = scanTile(target, queryCount, k);
  if (!tile) {
    throw shapeMismatch(
      `nearest: ${k} rows are more than the adapter's ${target.limits.maxComputeWorkgroupStorageSize} bytes of workgroup memory hold`,
      'Compute the distances, and their top-k.',
    );
  }
  const isAlone = searchesAlone(target, queryCount, k);
  const parts = counts.map((rows) =>
    isAlone ? partsAlone(queryCount, k, rows) : partsOf(target, tile, queryCount, rows),
  );
  const lists = parts.reduce((sum, { count }) => sum + count, 0);
  const merges = mergesOf(queryCount, k, lists, { values, indices }, live);
  const layout = {
    ROOM_BITS: tile.roomBits,
    QUERIES: tile.queries,
    ROWS: tile.rows,
    LANES: tile.lanes,
    INVOCATIONS: tile.invocations,
  };
  let firstList = 0;
  const scans = args.segments.map((segment, i) => {
    const { rows, format = 'f32', scales = rows, mask, labels } = segment;
    const { count, length } = parts[i];
    const first_list = firstList;
    firstList += count;
    const options = {
      label: `nearest by ${metric}`,
      types: rowTypes(format),
      functions: vectorReaders(format),
      constants: {
        METRIC: metricNumbers[metric],
        TAIL: Number(size % 4 !== 0),
        MASKED: Number(mask !== undefined),
      },
      params: {
        queries: queryCount,
        rows: counts[i],
        size,
        kept: k,
        parts: count,
        part_rows: length,
        lists,
        first_list,
      },
      tensors: {
        queries: args.queries,
        rows,
        // Something must be bound, even where no row is scaled or masked.
        scales,
        mask: mask ?? labels,
        labels,
        list_values: merges.scanned.values,
        list_labels: merges.scanned.indices,
      },
      live,
    };
    if (isAlone) return searchAlone(format, options);
    return dispatch(scanShader, {
      ...options,
      constants: { ...options.constants, ...layout },
      workgroups: linearGrid(count * Math.ceil(queryCount / tile.queries), 1),
    });
  });
  return [...scans, ...merges.dispatches];
}

/** Workgroups that are under way at once, at most; more would only leave more lists to merge. */
const mostWorkgroups = { software: 32, hardware: 2048 };
/** Rows that a workgroup reads, at least: before that, most of what it finds is new to it. */
const fewestRows = 512;

/** How the rows of a segment are spread over workgroups. */
function partsOf({ info }: ScanTarget, tile: ScanTile, queries: number, rows: number) {
  const most = info.software ? mostWorkgroups.software : mostWorkgroups.hardware;
  const wanted = Math.max(1, Math.floor(most / Math.ceil(queries / tile.queries)));
  const shared = Math.max(fewestRows, Math.ceil(rows / wanted));
  const length = Math.ceil(shared / tile.size) * tile.size;
  return { count: Math.ceil(rows / length), length };
}

/** What merges the lists of all parts by pairs, and where these are to be written. */
function mergesOf(
  rows: number,
  k: number,
  lists: number,
  output: TopKList,
  live: Tensor | undefined,
): { readonly scanned: TopKList; readonly dispatches: readonly Dispatch[] } {
  const steps: number[] = [];
  for (let left = lists; left > 1; left = Math.ceil(left / 2)) steps.push(left);
  const scratch = [scratchList(rows, lists * k), scratchList(rows, Math.ceil(lists / 2) * k)];
  const place = (step: number) => (step === steps.length ? output : scratch[step % 2]);
  const dispatches = steps.map((from, step) => {
    const stride = from * k;
    const params = {
      rows,
      lists: Math.ceil(from / 2),
      kept: k,
      first_length: k,
      first_stride: stride,
      second_length: k,
      second_stride: stride,
      second_start: k,
      pair_stride: 2 * k,
    };
    return mergeDispatch(place(step), place(step), place(step + 1), params, live);
  });
  return { scanned: place(0), dispatches };
}

function scratchList(rows: number, length: number): TopKList {
  const spec = { shape: [rows, length], layout: 'dense' } as const;
  return {
    values: new Tensor('nearest values', { ...spec, dtype: 'f32' }),
    indices: new Tensor('nearest labels', { ...spec, dtype: 'u32' }),
  };
}

function requireNearest({ queries, segments, values, indices }: NearestArgs) {
  const [queryCount, size] = queries.shape;
  const k = values.shape[1];
  const layout = 'dense';
  if (queries.shape.length !== 2 || size === 0) {
    throw shapeMismatch(
      `nearest: queries is ${formatShape(queries.shape)}`,
      'It must have two axes: vectors, and their elements (at least one).',
    );
  }
  if (!(k >= 1)) {
    throw shapeMismatch(
      `nearest: values is ${formatShape(values.shape)}`,
      `Its shape is [${queryCount}, k] with a k of 1 at least.`,
    );
  }
  requireSpec('nearest', 'queries', queries, { shape: [queryCount, size], dtype: 'f32', layout });
  requireSpec('nearest', 'values', values, { shape: [queryCount, k], dtype: 'f32', layout });
  requireSpec('nearest', 'indices', indices, { shape: [queryCount, k], dtype: 'u32', layout });
  const counts = segments.map((segment) => {
    const rows = requireStored('nearest', segment, size, 'f32');
    requireSpec('nearest', 'labels', segment.labels, { shape: [rows], dtype: 'u32', layout });
    const shape = [Math.ceil(rows / 32)];
    if (segment.mask) requireSpec('nearest', 'mask', segment.mask, { shape, dtype: 'u32', layout });
    return rows;
  });
  if (counts.every((rows) => rows === 0)) {
    throw shapeMismatch('nearest: there are no rows', 'Give at least one.');
  }
  return { queryCount, size, k, counts };
}
