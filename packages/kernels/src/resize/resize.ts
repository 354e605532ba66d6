import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireShape } from '../tensor/require.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import type { Pair } from '../tensor/window.ts';
import type { AxisRegion } from './coordinates.ts';
import source from './resize.wgsl';
import { packTaps, type ResizeMethod, type Taps, tapLists, tapStruct } from './taps.ts';

export const resizeShader = defineShader({
  name: 'resize/resize',
  source,
  params: struct({
    batch: 'u32',
    in_height: 'u32',
    in_width: 'u32',
    vec4s: 'u32',
    out_height: 'u32',
    out_width: 'u32',
    taps_y: 'u32',
    taps_x: 'u32',
    extrapolation: 'f32',
  }),
  structs: { Tap: tapStruct },
  batched: true,
});

export interface ResizeAttributes extends ResizeMethod {
  /** How many times as high and wide the output is; the ratio of the sizes where it is left out. */
  readonly scales?: Pair | undefined;
  /** The parts of height and width that `crop` coordinates take; all where they are left out. */
  readonly region?: readonly [y: AxisRegion, x: AxisRegion] | undefined;
  /** What `crop` coordinates give outside the image; 0 where it is left out. */
  readonly extrapolation?: number | undefined;
}

export interface ResizeArgs extends ResizeAttributes {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, new height, new width, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Resizes images to the size of the output. Positions beyond an edge take the edge's pixels, unless
 * they are excluded or, with `crop`, extrapolated.
 *
 * The rounding of `nearest` that is taken where none is given is TensorFlow's. Without `antialias`,
 * `bilinear` takes two pixels along each axis and `bicubic` four however far it shrinks; with it, all
 * that the stretched filter covers.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function resize(args: ResizeArgs): Dispatch[] {
  requireResize(args);
  const { interpolation, input, output, live, extrapolation = 0 } = args;
  const [batch, inHeight, inWidth, channels] = imageShape(input.shape);
  const [, outHeight, outWidth] = imageShape(output.shape);
  const vec4s = vec4Count(channels);
  const along = (axis: 0 | 1, inSize: number, outSize: number): Taps => {
    const [scale, region] = [args.scales?.[axis], args.region?.[axis]];
    return packTaps(tapLists(args, { inSize, outSize, scale, region }));
  };
  const rows = along(0, inHeight, outHeight);
  const columns = along(1, inWidth, outWidth);
  return [
    dispatch(resizeShader, {
      label: `${interpolation} resize`,
      real: requireReal('resize', input),
      params: {
        batch,
        in_height: inHeight,
        in_width: inWidth,
        vec4s,
        out_height: outHeight,
        out_width: outWidth,
        taps_y: rows.count,
        taps_x: columns.count,
        extrapolation,
      },
      tensors: { input, rows: rows.table, columns: columns.table, output },
      live,
      workgroups: linearGrid(batch * outHeight * outWidth * vec4s, 64),
    }),
  ];
}

/** @throws FaceGpuError `shape-mismatch` where the arguments contradict each other */
export function requireResize({ input, output, scales = [1, 1] }: ResizeArgs): void {
  requireReal('resize', input);
  requireLayout('resize', 'input', input, 'nhwc4');
  requireLayout('resize', 'output', output, 'nhwc4');
  const [batch, inHeight, inWidth, channels] = imageShape(input.shape);
  const [, outHeight, outWidth] = imageShape(output.shape);
  const shape = [batch, outHeight, outWidth, channels];
  requireShape('resize', 'output', output, shape);
  requireSame('resize', output, { shape, dtype: input.dtype, layout: 'nhwc4' });
  requireAxis('height', inHeight, outHeight);
  requireAxis('width', inWidth, outWidth);
  if (!scales.every((scale) => scale > 0 && Number.isFinite(scale))) {
    throw shapeMismatch(`resize: scales are ${scales.join('×')}`, 'Give numbers above 0.');
  }
}

function requireAxis(axis: string, inSize: number, outSize: number): void {
  if (inSize > 0 || outSize === 0) return;
  throw shapeMismatch(
    `resize: the ${axis} goes from ${inSize} to ${outSize}`,
    'Give an image with pixels.',
  );
}
