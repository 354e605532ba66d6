import { shapeMismatch } from '../errors.ts';
import { fill } from '../fill/fill.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, Tensor } from '../tensor/tensor.ts';
import collectSource from './collect.wgsl';
import rankSource from './rank.wgsl';
import selectSource from './select.wgsl';
import suppressSource from './suppress.wgsl';

/** The three shaders that suppress take the same parameters. */
const params = struct({
  candidates: 'u32',
  classes: 'u32',
  limit: 'u32',
  min_score: 'f32',
  iou_threshold: 'f32',
  min_width: 'f32',
  min_height: 'f32',
});

export const nmsSelectShader = defineShader({ name: 'nms/select', source: selectSource, params });
export const nmsRankShader = defineShader({
  name: 'nms/rank',
  source: rankSource,
  params,
  constants: { BOX: 0 },
});
export const nmsSuppressShader = defineShader({
  name: 'nms/suppress',
  source: suppressSource,
  params,
});

export const nmsCollectShader = defineShader({
  name: 'nms/collect',
  source: collectSource,
  params: struct({ candidates: 'u32', classes: 'u32', lists: 'u32', per_list: 'u32' }),
});

export interface NmsThresholds {
  /** Candidates with a score above this take part. */
  readonly minScore: number;
  /**
   * A candidate is suppressed where its intersection over union with a better one that is kept is
   * above this, from 0 to 1.
   */
  readonly iouThreshold: number;
  /**
   * Candidates whose boxes are less wide or less high are dropped before they suppress any, in the unit of the
   * boxes; none where left out.
   */
  readonly minSize?: { readonly width: number; readonly height: number };
  /** How many candidates are kept at most, the best ones; all where left out. */
  readonly limit?: number;
}

export interface NmsArgs extends NmsThresholds {
  /** `[candidates, 4]`, dense, f32: left, top, right, bottom, in any unit. */
  readonly boxes: Tensor;
  /** `[candidates]`, dense, f32. A candidate whose score is NaN is dropped. */
  readonly scores: Tensor;
  /** `[1]`, u32: how many candidates are kept. */
  readonly keptCount: Tensor;
  /**
   * `[candidates]`, dense, u32: which ones, the best first; as many as `keptCount` says are written.
   * `gather` fetches what belongs to them: boxes, scores, classes, keypoints.
   */
  readonly keptIndices: Tensor;
}

/**
 * Greedy non-maximum suppression: keeps each candidate, best score first, unless it overlaps one that
 * was kept by too much. Where scores are equal the lower index is better. A box without area overlaps
 * nothing.
 *
 * The thresholds may change from run to run: give each of the dispatches those of {@link nmsParams}
 * by `Recording.setParams`.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function nms(args: NmsArgs): Dispatch<typeof params.fields>[] {
  const { boxes, scores, keptCount, keptIndices } = args;
  const candidates = requireNms(args);
  return suppressed({
    boxes,
    scores,
    keptCount,
    keptIndices,
    candidates,
    lists: 1,
    classes: 1,
    box: 0,
    thresholds: args,
  });
}

/** The parameters that follow from the thresholds, the same for every dispatch of `nms`. */
export function nmsParams({ minScore, iouThreshold, minSize, limit }: NmsThresholds) {
  return {
    limit: Math.min(limit ?? Infinity, 0xffffffff),
    min_score: minScore,
    iou_threshold: iouThreshold,
    min_width: minSize?.width ?? -Infinity,
    min_height: minSize?.height ?? -Infinity,
  };
}

/** What the four numbers of a box are, by the number that the shader knows it by. */
const boxKinds = { corners: 1, centre: 2 } as const;

export interface ClassNmsArgs extends Omit<NmsThresholds, 'minSize'> {
  /** `[batch, candidates, 4]`, dense, f32 or f16, in any unit. */
  readonly boxes: Tensor;
  /** Any two opposite corners, or centre and size. */
  readonly boxKind: keyof typeof boxKinds;
  /** `[batch, classes, candidates]`, dense, dtype of the boxes. A candidate whose score is NaN is dropped. */
  readonly scores: Tensor;
  /** How many candidates of a class and image are kept at most. */
  readonly limit: number;
  /** `[1]`, i32: how many are kept in all. */
  readonly keptCount: Tensor;
  /**
   * `[capacity, 3]`, dense, i32: image, class and candidate of each that is kept: by image, then by class,
   * then the best first. Rows from `keptCount` on hold -1. The capacity is that of {@link classNmsCapacity}.
   */
  readonly kept: Tensor;
}

/** How many candidates are kept at most, of all classes and images. */
export function classNmsCapacity(scores: Shape, limit: number): number {
  const [batch, classes, candidates] = scores;
  return batch * classes * Math.min(limit, candidates);
}

/**
 * Greedy non-maximum suppression of each class of each image by itself, as ONNX's NonMaxSuppression has
 * it: as {@link nms} with a limit.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function classNms(args: ClassNmsArgs): Dispatch[] {
  const { boxes, scores, limit, keptCount, kept, minScore, iouThreshold } = args;
  const { batch, classes, candidates } = requireClassNms(args);
  const lists = batch * classes;
  const counts = scratch('counts', 'u32', lists);
  const indices = scratch('indices', 'u32', lists, candidates);
  const perList = Math.min(limit, candidates);
  return [
    ...suppressed({
      boxes,
      scores,
      keptCount: counts,
      keptIndices: indices,
      candidates,
      lists,
      classes,
      box: boxKinds[args.boxKind],
      thresholds: { minScore, iouThreshold, limit: perList },
    }),
    ...fill({ output: kept, value: -1 }, 'nms'),
    dispatch(nmsCollectShader, {
      label: 'nms collect',
      params: { candidates, classes, lists, per_list: perList },
      tensors: { counts, indices, kept, kept_count: keptCount },
      // One for the count, even where nothing can be kept.
      workgroups: linearGrid(Math.max(1, lists * perList), 64),
    }),
  ];
}

interface Suppression {
  readonly boxes: Tensor;
  readonly scores: Tensor;
  /** `[lists]` and `[lists, candidates]`. */
  readonly keptCount: Tensor;
  readonly keptIndices: Tensor;
  readonly candidates: number;
  readonly lists: number;
  /** How many lists share the boxes of an image. */
  readonly classes: number;
  readonly box: number;
  readonly thresholds: NmsThresholds;
}

function suppressed(args: Suppression): Dispatch<typeof params.fields>[] {
  const { boxes, scores, keptCount, keptIndices, candidates, lists, classes, box } = args;
  const real = boxes.dtype === 'f16' ? 'f16' : 'f32';
  const values = { candidates, classes, ...nmsParams(args.thresholds) };
  const selected = {
    selected_scores: scratch('selected scores', 'f32', lists, candidates),
    selected_indices: scratch('selected indices', 'u32', lists, candidates),
    selected_count: scratch('selected count', 'u32', lists),
  };
  const ranked = {
    ranked_boxes: scratch('ranked boxes', 'f32', lists, candidates, 4),
    ranked_indices: scratch('ranked indices', 'u32', lists, candidates),
  };
  const kept = { kept_count: keptCount, kept_indices: keptIndices };
  const [x, y] = linearGrid(candidates, 64);
  return [
    dispatch(nmsSelectShader, {
      real,
      params: values,
      tensors: { scores, ...selected },
      workgroups: [1, 1, lists],
    }),
    dispatch(nmsRankShader, {
      real,
      constants: { BOX: box },
      params: values,
      tensors: { boxes, ...selected, ...ranked },
      workgroups: [x, y, lists],
    }),
    dispatch(nmsSuppressShader, {
      params: values,
      tensors: { ...ranked, selected_count: selected.selected_count, ...kept },
      workgroups: [1, 1, lists],
    }),
  ];
}

function scratch(label: string, dtype: 'f32' | 'u32', ...shape: number[]): Tensor {
  return new Tensor(`nms ${label}`, { shape, dtype, layout: 'dense' });
}

/** The number of candidates. */
function requireNms({ boxes, scores, keptCount, keptIndices }: NmsArgs): number {
  const [count] = boxes.shape;
  const layout = 'dense';
  requireSpec('nms', 'boxes', boxes, { shape: [count, 4], dtype: 'f32', layout });
  requireSpec('nms', 'scores', scores, { shape: [count], dtype: 'f32', layout });
  requireSpec('nms', 'keptIndices', keptIndices, { shape: [count], dtype: 'u32', layout });
  requireSpec('nms', 'keptCount', keptCount, { shape: [1], dtype: 'u32', layout });
  return count;
}

/** Lists of one dispatch. */
const mostLists = 65_535;

function requireClassNms({ boxes, scores, limit, keptCount, kept }: ClassNmsArgs) {
  const [batch, classes, candidates] = scores.shape;
  const dtype = requireReal('nms', boxes);
  const layout = 'dense';
  if (scores.shape.length !== 3 || !Number.isInteger(limit) || limit < 0) {
    throw shapeMismatch(
      `nms: scores are ${formatShape(scores.shape)}, the limit is ${limit}`,
      'Scores are [batch, classes, candidates], the limit is a whole number from 0.',
    );
  }
  if (batch * classes > mostLists) {
    throw shapeMismatch(
      `nms: ${batch} images of ${classes} classes`,
      `Together they may be ${mostLists} lists: use a smaller batch.`,
    );
  }
  requireSpec('nms', 'scores', scores, { shape: scores.shape, dtype, layout });
  requireSpec('nms', 'boxes', boxes, { shape: [batch, candidates, 4], dtype, layout });
  const capacity = classNmsCapacity(scores.shape, limit);
  requireSpec('nms', 'kept', kept, { shape: [capacity, 3], dtype: 'i32', layout });
  requireSpec('nms', 'keptCount', keptCount, { shape: [1], dtype: 'i32', layout });
  return { batch, classes, candidates };
}
