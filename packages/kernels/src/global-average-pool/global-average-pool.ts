import { pool2d } from '../pool2d/pool2d.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame, requireShape } from '../tensor/require.ts';
import { imageShape, type Shape, Tensor, vec4Count } from '../tensor/tensor.ts';
import combineSource from './combine.wgsl';
import slicesSource from './slices.wgsl';

export const combineShader = defineShader({
  name: 'global-average-pool/combine',
  source: combineSource,
  params: struct({ batch: 'u32', slices: 'u32', pixels: 'u32', vec4s: 'u32' }),
  batched: true,
});

export const slicesShader = defineShader({
  name: 'global-average-pool/slices',
  source: slicesSource,
  params: struct({
    batch: 'u32',
    slices: 'u32',
    slice_pixels: 'u32',
    pixels: 'u32',
    vec4s: 'u32',
  }),
  batched: true,
});

export interface GlobalAveragePoolArgs {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** `[batch, 1, 1, channels]`, nhwc4, dtype of the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/** Pixels of the largest plane that is pooled as one window; on lavapipe slices cost more up to here. */
const smallPlane = 256;

/**
 * The mean of each channel over height and width; 0 for an image without pixels.
 *
 * A small plane is one window. A large one is cut into about √pixels slices that are summed side
 * by side and then combined: more invocations have work, and the sums lose less to rounding.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function globalAveragePool({ input, output, live }: GlobalAveragePoolArgs): Dispatch[] {
  const real = requireReal('globalAveragePool', input);
  requireLayout('globalAveragePool', 'input', input, 'nhwc4');
  const shape = globalAveragePoolShape(input.shape);
  requireShape('globalAveragePool', 'output', output, shape);
  requireSame('globalAveragePool', output, { shape, dtype: real, layout: 'nhwc4' });

  const [batch, height, width, channels] = imageShape(input.shape);
  const pixels = height * width;
  const vec4s = vec4Count(channels);
  if (pixels <= smallPlane) {
    // The window is the plane; that of an image without pixels holds nothing but padding.
    const bottom = Number(height === 0);
    const right = Number(width === 0);
    const kernel = [height + bottom, width + right] as const;
    const padding = { top: 0, bottom, left: 0, right };
    return pool2d({ kind: 'average', input, output, kernel, strides: [1, 1], padding, live });
  }

  const slicePixels = Math.ceil(Math.sqrt(pixels));
  const slices = Math.ceil(pixels / slicePixels);
  const sums = new Tensor('slice sums', {
    shape: [batch, slices, 1, channels],
    dtype: 'f32',
    layout: 'nhwc4',
  });
  return [
    dispatch(slicesShader, {
      real,
      live,
      params: { batch, slices, slice_pixels: slicePixels, pixels, vec4s },
      tensors: { input, sums },
      workgroups: linearGrid(batch * slices * vec4s, 64),
    }),
    dispatch(combineShader, {
      real,
      live,
      workgroups: linearGrid(batch * vec4s, 64),
      params: { batch, slices, pixels, vec4s },
      tensors: { sums, output },
    }),
  ];
}

/** The shape of a global average pooling's output. */
export function globalAveragePoolShape(input: Shape): Shape {
  const [batch, , , channels] = imageShape(input);
  return [batch, 1, 1, channels];
}
