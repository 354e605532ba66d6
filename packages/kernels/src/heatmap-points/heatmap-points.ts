import { shapeMismatch } from '../errors.ts';
import {
  type CellGrid,
  type ChannelAxis,
  cellFields,
  cellParams,
  centredCells,
  type Maps,
  rankedMapsOf,
  requireChannels,
} from '../geometry/cells.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './heatmap-points.wgsl';

export const heatmapPointsShader = defineShader({
  name: 'heatmap-points/heatmap-points',
  source,
  params: struct(
    extend(
      {
        batch: 'u32',
        points: 'u32',
        height: 'u32',
        width: 'u32',
        map_batch: 'u32',
        map_first: 'u32',
        map_channel: 'u32',
        map_cell: 'u32',
        x_batch: 'u32',
        x_first: 'u32',
        x_channel: 'u32',
        x_cell: 'u32',
        y_batch: 'u32',
        y_first: 'u32',
        y_channel: 'u32',
        y_cell: 'u32',
        offset_scale: 'f32',
        sharpness: 'f32',
        smoothing: 'f32',
      },
      cellFields,
    ),
  ),
  constants: { REFINE: 0, LOGIT: 0, RADIUS: 5 },
  batched: true,
});

/** Consecutive channels of an output, one for each point. */
export interface PointMaps {
  /** `[batch, channels, height, width]`, or with the channels last; dense, f32 or f16. */
  readonly tensor: Tensor;
  /** The channel of the first point; 0 unless told. */
  readonly first?: number | undefined;
}

/** Where between the cells a point lies. */
export type PointRefinement =
  /** At the highest cell. */
  | { readonly kind: 'none' }
  /**
   * Further maps hold offsets at the highest cell: `scale` cells for 1. With `logit` they hold shares,
   * from 0 to 1, whose log-odds the offsets are.
   */
  | {
      readonly kind: 'offset';
      readonly x: PointMaps;
      readonly y: PointMaps;
      readonly scale?: number | undefined;
      readonly logit?: boolean | undefined;
    }
  /**
   * The mean place of all cells, weighted by a softmax of `sharpness` times their heights (Sun et al.
   * 2018, "Integral Human Pose Regression").
   */
  | { readonly kind: 'softArgmax'; readonly sharpness?: number | undefined }
  /**
   * Where a second-order expansion of the logarithm of the heights has its peak, after smoothing with a
   * Gaussian of `sigma` cells that reaches `radius` cells far (Zhang et al. 2020, "Distribution-Aware
   * Coordinate Representation for Human Pose Estimation"). The cell itself where that has no peak, or
   * lies less than two cells from an edge; never more than a cell away.
   */
  | {
      readonly kind: 'dark';
      readonly sigma?: number | undefined;
      readonly radius?: number | undefined;
    };

/** What the authors of DARK smooth by: a kernel of 11 cells, whose sigma OpenCV derives from that. */
export const darkSmoothing = { sigma: 2, radius: 5 } as const;

/** The farthest that smoothing reaches, in cells. */
const farthestRadius = 32;

const refinements = { none: 0, offset: 1, softArgmax: 2, dark: 3 } as const;

export interface HeatmapPointsArgs extends PointMaps {
  /** Of all maps; `last` unless told. */
  readonly axis?: ChannelAxis | undefined;
  /** How points lie between the cells; they don't unless told. */
  readonly refine?: PointRefinement | undefined;
  /** {@link centredCells} where left out. */
  readonly grid?: CellGrid | undefined;
  /** `[batch, points, 2]`, dense, f32: x and y as shares of the network's input. */
  readonly output: Tensor;
  readonly live?: Tensor | undefined;
}

/**
 * The points that heatmaps show: of each its highest cell (of several the first, row by row), and a place
 * between the cells. A heatmap with a NaN has a point of NaN.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function heatmapPoints(args: HeatmapPointsArgs): Dispatch[] {
  const { tensor, axis = 'last', refine = { kind: 'none' }, output, live } = args;
  const real = requireReal('heatmap-points', tensor);
  const maps = rankedMapsOf('heatmap-points', 'the heatmaps', tensor, axis, 4);
  const [batch] = tensor.shape;
  const [, points] = output.shape;
  requireSpec('heatmap-points', 'output', output, {
    shape: [batch, points, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  const bind = (what: string, { tensor: other, first = 0 }: PointMaps) => {
    const own = rankedMapsOf('heatmap-points', what, other, axis, 4);
    if (other.shape[0] !== batch || other.dtype !== real) {
      throw shapeMismatch(
        `heatmap-points: ${what} is ${formatShape(other.shape)} of ${other.dtype}`,
        `It must be a batch of ${batch} in ${real}, as the heatmaps are.`,
      );
    }
    requireChannels('heatmap-points', what, own, maps, [first, first + points - 1]);
    return { tensor: other, first, ...own };
  };
  const heat = bind('the heatmaps', args);
  // Something must be bound, even where there are no offsets.
  const isOffset = refine.kind === 'offset';
  const x = isOffset ? bind('the x offsets', refine.x) : heat;
  const y = isOffset ? bind('the y offsets', refine.y) : heat;
  const sharpness = refine.kind === 'softArgmax' ? (refine.sharpness ?? 1) : 1;
  const dark = refine.kind === 'dark' ? refine : darkSmoothing;
  const { sigma = darkSmoothing.sigma, radius = darkSmoothing.radius } = dark;
  requireSmoothing(sigma, radius);
  return [
    dispatch(heatmapPointsShader, {
      label: 'heatmap points',
      real,
      constants: {
        REFINE: refinements[refine.kind],
        LOGIT: Number(isOffset && (refine.logit ?? false)),
        RADIUS: radius,
      },
      params: {
        batch,
        points,
        height: maps.height,
        width: maps.width,
        ...strides('map', heat),
        ...strides('x', x),
        ...strides('y', y),
        offset_scale: isOffset ? (refine.scale ?? 1) : 0,
        sharpness,
        smoothing: 1 / (2 * sigma * sigma),
        ...cellParams(args.grid ?? centredCells(maps)),
      },
      tensors: { maps: tensor, x_offsets: x.tensor, y_offsets: y.tensor, output },
      live,
      workgroups: linearGrid(batch * points, 1),
    }),
  ];
}

function strides<Name extends 'map' | 'x' | 'y'>(
  name: Name,
  { first, channels, height, width, channelStride, cellStride }: Maps & { first: number },
) {
  const values = {
    batch: channels * height * width,
    first,
    channel: channelStride,
    cell: cellStride,
  };
  const named = Object.entries(values).map(([key, value]) => [`${name}_${key}`, value]);
  return Object.fromEntries(named) as { [Key in `${Name}_${keyof typeof values}`]: number };
}

function requireSmoothing(sigma: number, radius: number): void {
  const fits = Number.isInteger(radius) && radius >= 0 && radius <= farthestRadius;
  if (fits && sigma > 0) return;
  throw shapeMismatch(
    `heatmap-points: smoothing by a sigma of ${sigma} cells over a radius of ${radius}`,
    `Give a sigma above 0, and a whole radius from 0 to ${farthestRadius}.`,
  );
}
