import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireLayout, requireReal, requireSame } from '../tensor/require.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';
import source from './lrn.wgsl';

export const lrnShader = defineShader({
  name: 'lrn/lrn',
  source,
  params: struct({
    batch: 'u32',
    pixels: 'u32',
    channels: 'u32',
    before: 'u32',
    after: 'u32',
    alpha: 'f32',
    beta: 'f32',
    bias: 'f32',
  }),
  batched: true,
});

export interface LrnAttributes {
  /** Channels that are summed, from 1; the odd one of an even number lies behind. */
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

export interface LrnArgs extends LrnAttributes {
  /** `[batch, height, width, channels]`, nhwc4, f32 or f16. */
  readonly input: Tensor;
  /** Same shape, layout and dtype as the input. */
  readonly output: Tensor;
  /** One u32: how many images of the batch to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * Local response normalisation across channels (Krizhevsky et al. 2012):
 * `output = input / (bias + alpha / size · sum)^beta`, where the sum is of the squares of `size`
 * channels around each.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function lrn({ input, output, size, alpha, beta, bias, live }: LrnArgs): Dispatch[] {
  const real = requireReal('lrn', input);
  requireLayout('lrn', 'input', input, 'nhwc4');
  requireSame('lrn', input, output);
  if (!Number.isInteger(size) || size < 1) {
    throw shapeMismatch(`lrn: size is ${size}`, 'Give a whole number from 1.');
  }
  const [batch, height, width, channels] = imageShape(input.shape);
  const pixels = height * width;
  return [
    dispatch(lrnShader, {
      label: 'local response norm',
      real,
      params: {
        batch,
        pixels,
        channels,
        before: Math.floor((size - 1) / 2),
        after: Math.ceil((size - 1) / 2),
        alpha: alpha / size,
        beta,
        bias,
      },
      tensors: { input, output },
      live,
      workgroups: linearGrid(batch * pixels * vec4Count(channels), 64),
    }),
  ];
}
