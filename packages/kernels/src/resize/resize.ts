import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireShape } from '../tensor/require.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import bilinearSource from './bilinear.wgsl';
import { axisMap, type ResizeCoordinates, type ResizeInterpolation } from './coordinates.ts';
import nearestSource from './nearest.wgsl';

const resizeParams = struct({
  batch: 'u32',
  in_height: 'u32',
  in_width: 'u32',
  vec4s: 'u32',
  out_height: 'u32',
  out_width: 'u32',
  step_y: 'i32',
  step_x: 'i32',
  offset_y: 'i32',
  offset_x: 'i32',
  divisor_y: 'i32',
  divisor_x: 'i32',
});

export const bilinearShader = defineShader({
  name: 'resize/bilinear',
  source: bilinearSource,
  params: resizeParams,
  batched: true,
});

export const nearestShader = defineShader({
  name: 'resize/nearest',
  source: nearestSource,
  params: resizeParams,
  batched: true,
});

export interface ResizeArgs {
  readonly interpolation: ResizeInterpolation;
  readonly coordinates: ResizeCoordinates;
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, new height, new width, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Resizes images to the size of the output. Positions beyond an edge take the edge's pixels.
 *
 * The nearest pixel is `floor((output + 0.5) · in / out)` for `half-pixel` coordinates and
 * `floor(output · in / out)` for `asymmetric` ones; for `align-corners` the position is rounded, halves
 * up. Those are TensorFlow's rules. `bilinear` takes two pixels along each axis however far it
 * shrinks: it doesn't average what lies between.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function resize(args: ResizeArgs): Dispatch[] {
  requireResize(args);
  const { interpolation, coordinates, input, output, live } = args;
  const [batch, inHeight, inWidth, channels] = imageShape(input.shape);
  const [, outHeight, outWidth] = imageShape(output.shape);
  const vec4s = vec4Count(channels);
  const y = axisMap(interpolation, coordinates, inHeight, outHeight);
  const x = axisMap(interpolation, coordinates, inWidth, outWidth);
  return [
    dispatch(interpolation === 'nearest' ? nearestShader : bilinearShader, {
      label: `${interpolation} resize`,
      real: requireReal('resize', input),
      params: {
        batch,
        in_height: inHeight,
        in_width: inWidth,
        vec4s,
        out_height: outHeight,
        out_width: outWidth,
        step_y: y.step,
        step_x: x.step,
        offset_y: y.offset,
        offset_x: x.offset,
        divisor_y: y.divisor,
        divisor_x: x.divisor,
      },
      tensors: { input, output },
      live,
      workgroups: linearGrid(batch * outHeight * outWidth * vec4s, 64),
    }),
  ];
}

function requireResize({ input, output }: ResizeArgs): void {
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
}

function requireAxis(axis: string, inSize: number, outSize: number): void {
  const what = `resize: the ${axis} goes from ${inSize} to ${outSize}`;
  if (inSize === 0 && outSize > 0) {
    throw shapeMismatch(what, 'Give an image with pixels.');
  }
  // Positions have numerators up to 2 · in · out, in i32.
  if (inSize * outSize >= 2 ** 30) {
    throw shapeMismatch(
      what,
      'Keep the product of the two below 2^30: cut the image, or take steps.',
    );
  }
}
