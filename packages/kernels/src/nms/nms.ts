import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { Tensor } from '../tensor/tensor.ts';
import rankSource from './rank.wgsl';
import selectSource from './select.wgsl';
import suppressSource from './suppress.wgsl';

/** All three shaders take the same parameters. */
const params = struct({ candidates: 'u32', min_score: 'f32', iou_threshold: 'f32' });

export const nmsSelectShader = defineShader({ name: 'nms/select', source: selectSource, params });
export const nmsRankShader = defineShader({ name: 'nms/rank', source: rankSource, params });
export const nmsSuppressShader = defineShader({
  name: 'nms/suppress',
  source: suppressSource,
  params,
});

export interface NmsThresholds {
  /** Candidates with a score above this take part. */
  readonly minScore: number;
  /**
   * A candidate is suppressed where its intersection over union with a better one that is kept is
   * above this, from 0 to 1.
   */
  readonly iouThreshold: number;
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
  const values = { candidates, ...nmsParams(args) };
  const scratch = (label: string, dtype: 'f32' | 'u32', ...shape: number[]) =>
    new Tensor(`nms ${label}`, { shape, dtype, layout: 'dense' });
  const selected = {
    selected_scores: scratch('selected scores', 'f32', candidates),
    selected_indices: scratch('selected indices', 'u32', candidates),
    selected_count: scratch('selected count', 'u32', 1),
  };
  const ranked = {
    ranked_boxes: scratch('ranked boxes', 'f32', candidates, 4),
    ranked_indices: scratch('ranked indices', 'u32', candidates),
  };
  const kept = { kept_count: keptCount, kept_indices: keptIndices };
  return [
    dispatch(nmsSelectShader, {
      params: values,
      tensors: { scores, ...selected },
      workgroups: [1, 1, 1],
    }),
    dispatch(nmsRankShader, {
      params: values,
      tensors: { boxes, ...selected, ...ranked },
      workgroups: linearGrid(candidates, 64),
    }),
    dispatch(nmsSuppressShader, {
      params: values,
      tensors: { ...ranked, selected_count: selected.selected_count, ...kept },
      workgroups: [1, 1, 1],
    }),
  ];
}

/** The parameters that follow from the thresholds, the same for every dispatch of `nms`. */
export function nmsParams({ minScore, iouThreshold }: NmsThresholds) {
  return { min_score: minScore, iou_threshold: iouThreshold };
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
