import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { extend, struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';
import {
  bgr,
  type CutSettings,
  cutFields,
  cutParams,
  grey,
  requireCutOutput,
} from '../warp/settings.ts';
import source from './grid-warp.wgsl';

/** The most samples along a side of what an output pixel covers. */
export const mostGridTaps = 32;

export const gridWarpShader = defineShader({
  name: 'grid-warp/grid-warp',
  source,
  params: struct(
    extend(cutFields, { rows: 'u32', columns: 'u32', density_x: 'f32', density_y: 'f32' }),
  ),
  constants: { TAPS: mostGridTaps, BGR: bgr, GREY: grey },
  batched: true,
});

export interface GridWarpArgs {
  /** The photo, as `warp` takes it. */
  readonly photo: Tensor;
  /** `[crops, rows, columns, 8]`, f32, as `frontal` writes it. */
  readonly grid: Tensor;
  /** `[crops, height, width, 3]`, or 1 channel where it is to be grey; nhwc4. */
  readonly output: Tensor;
  /** One u32: how many crops to cut. All where it is left out. */
  readonly live?: Tensor | undefined;
  readonly settings: CutSettings;
}

/**
 * Cuts crops out of a photo along grids, and normalises them: `(pixel - mean) * scale`. A node of a grid says
 * where in the photo it lies, at which second place, and how large the share of that one is; between nodes all of
 * it is interpolated. A pixel is the mean over what it covers, and black where that lies beside the photo.
 *
 * A pixel takes `mostGridTaps` samples a side at most: where it covers more of the photo, it is what lies at
 * some of the photo's pixels. Where a place isn't finite, or 2^60 or more, pixels are NaN.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function gridWarp(args: GridWarpArgs): Dispatch<typeof gridWarpShader.params.fields> {
  const { photo, grid, output, live, settings } = args;
  const real = requireReal('gridWarp', output);
  const { batch, height, width } = requireCutOutput('gridWarp', output, settings);
  const [, rows, columns] = grid.shape;
  requireSpec('gridWarp', 'grid', grid, {
    shape: [batch, rows, columns, 8],
    dtype: 'f32',
    layout: 'dense',
  });
  if (!(rows >= 2 && columns >= 2)) {
    throw shapeMismatch(
      `gridWarp: grid is ${formatShape(grid.shape)}`,
      'It must have two rows and two columns at least.',
    );
  }
  requireLayout('gridWarp', 'photo', photo, 'dense');
  return dispatch(gridWarpShader, {
    label: 'grid warp',
    real,
    params: {
      batch,
      height,
      width,
      ...cutParams(settings),
      rows,
      columns,
      density_x: (columns - 1) / width,
      density_y: (rows - 1) / height,
    },
    tensors: { photo, grid, output },
    live,
    workgroups: linearGrid(Math.ceil(width / 8) * Math.ceil(height / 8) * batch, 1),
  });
}
