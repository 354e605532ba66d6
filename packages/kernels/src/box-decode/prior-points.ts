import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import { requireRoom } from './candidates.ts';
import { type BoxScales, unitScales } from './prior.ts';
import source from './prior-points.wgsl';

export const priorPointsShader = defineShader({
  name: 'box-decode/prior-points',
  source,
  params: struct({
    priors: 'u32',
    first: 'u32',
    points: 'u32',
    scale_x: 'f32',
    scale_y: 'f32',
  }),
});

export interface PriorPointsArgs {
  /** `[priors, points · 2]`, dense, f32 or f16: x and y of each point, in turn. */
  readonly encodings: Tensor;
  /** `[priors, 4]`, dense, f32: left, top, right, bottom as shares of the network's input. */
  readonly priors: Tensor;
  /** What encodings were multiplied by; nothing where it is left out. */
  readonly scales?: Pick<BoxScales, 'x' | 'y'> | undefined;
  /** The row of the output that the first prior's points go to; 0 where it is left out. */
  readonly first?: number | undefined;
  /** `[candidates, points, 2]`, dense, f32: x and y as shares of the network's input. */
  readonly points: Tensor;
}

/**
 * Decodes keypoints that a detector gives relative to priors, for one photo:
 * point = prior's centre + t / scale · prior's size.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function priorPoints(args: PriorPointsArgs): Dispatch[] {
  const { encodings, priors, scales = unitScales, first = 0, points } = args;
  const real = requireReal('prior-points', encodings);
  const [count, values] = encodings.shape;
  if (encodings.shape.length !== 2 || values % 2 !== 0) {
    throw shapeMismatch(
      `prior-points: encodings is ${formatShape(encodings.shape)}`,
      'It must have two axes, priors and x and y of each point; drop the batch by a view.',
    );
  }
  const layout = 'dense';
  requireSpec('prior-points', 'encodings', encodings, { ...encodings, layout });
  requireSpec('prior-points', 'priors', priors, { shape: [count, 4], dtype: 'f32', layout });
  requireRoom('prior-points', 'points', points, [first + count, values / 2, 2]);
  return [
    dispatch(priorPointsShader, {
      label: 'prior points',
      real,
      params: { priors: count, first, points: values / 2, scale_x: scales.x, scale_y: scales.y },
      tensors: { encodings, priors, points },
      workgroups: linearGrid((count * values) / 2, 64),
    }),
  ];
}
