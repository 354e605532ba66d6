import { type ResizeAttributes, requireResize, resizeShader } from '../resize/resize.ts';
import { packTaps, type TapList, tapLists } from '../resize/taps.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { requireSpec } from '../tensor/require.ts';
import { imageShape, type Tensor, vec4Count } from '../tensor/tensor.ts';

export interface ResizeGradientArgs extends ResizeAttributes {
  /** The gradient of what the resize gave: `[batch, new height, new width, channels]`, nhwc4, f32. */
  readonly outputGradient: Tensor;
  /** The gradient of what it was given: `[batch, height, width, channels]`, nhwc4, f32. */
  readonly output: Tensor;
}

/**
 * The gradient of a resize: each pixel gets those of all pixels that were made of it, by their weights.
 * That is a resize too, by tables of who reads a pixel instead of what a pixel reads.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function resizeGradient(args: ResizeGradientArgs): Dispatch[] {
  const { interpolation, outputGradient, output } = args;
  requireResize({ ...args, input: output, output: outputGradient });
  requireSpec('resizeGradient', 'output', output, { ...output, dtype: 'f32' });
  const [batch, height, width, channels] = imageShape(output.shape);
  const [, readHeight, readWidth] = imageShape(outputGradient.shape);
  const vec4s = vec4Count(channels);
  const readersAlong = (axis: 0 | 1, inSize: number, outSize: number) => {
    const [scale, region] = [args.scales?.[axis], args.region?.[axis]];
    return packTaps(readers(tapLists(args, { inSize, outSize, scale, region }), inSize));
  };
  const rows = readersAlong(0, height, readHeight);
  const columns = readersAlong(1, width, readWidth);
  return [
    dispatch(resizeShader, {
      label: `gradient of ${interpolation} resize`,
      params: {
        batch,
        in_height: readHeight,
        in_width: readWidth,
        vec4s,
        out_height: height,
        out_width: width,
        taps_y: rows.count,
        taps_x: columns.count,
        // What nobody reads has no gradient.
        extrapolation: 0,
      },
      tensors: { input: outputGradient, rows: rows.table, columns: columns.table, output },
      workgroups: linearGrid(batch * height * width * vec4s, 64),
    }),
  ];
}

/** Of each pixel those that are made of it, and the weight that it has in them. */
function readers(lists: readonly TapList[], size: number): TapList[] {
  const result = Array.from({ length: size }, (): { pixel: number; weight: number }[] => []);
  for (const [reader, taps] of lists.entries()) {
    for (const { pixel, weight } of taps) {
      if (weight !== 0) result[pixel].push({ pixel: reader, weight });
    }
  }
  return result;
}
