import { shapeMismatch } from '../errors.ts';
import { formatShape, type Shape, sameShape, type Tensor } from './tensor.ts';

/** Stored numbers that stand for others: `value = stored · scale[c] + offset[c]`, c on the last axis. */
export interface ChannelAffine {
  /** Float64: what it is off by is the same for all weights of a channel, and adds up. */
  readonly scale: Float64Array;
  readonly offset: Float64Array;
}

/** Weights as they are stored. */
export interface Weight {
  /** Dense, f32, f16 or u8: a constant, or a tensor that changes between runs. */
  readonly tensor: Tensor;
  /** What they stand for; themselves where it is left out. */
  readonly affine?: ChannelAffine | undefined;
}

/** The element types in which weights may be stored. */
export type WeightType = 'f32' | 'f16' | 'u8';

/**
 * The element type of weights.
 *
 * @throws FaceGpuError `shape-mismatch` where their dtype, layout or affine can't be
 */
export function requireWeight(
  kernel: string,
  what: string,
  { tensor, affine }: Weight,
): WeightType {
  const { shape, dtype, layout } = tensor;
  if ((dtype !== 'f32' && dtype !== 'f16' && dtype !== 'u8') || layout !== 'dense') {
    throw shapeMismatch(
      `${kernel}: ${what} is ${formatShape(shape)} ${dtype} ${layout}`,
      'It must be dense, of f32, f16 or u8.',
    );
  }
  const channels = shape.at(-1) ?? 1;
  const lengths = affine && [affine.scale.length, affine.offset.length];
  if (lengths?.some((length) => length !== channels)) {
    throw shapeMismatch(
      `${kernel}: the affine of ${what} has ${lengths.join(' and ')} values for ${channels} channels`,
      'Give a scale and an offset for each index of the last axis.',
    );
  }
  return dtype;
}

/** Weights that are a list, such as a bias, have this many values. */
export function requireVector(
  kernel: string,
  what: string,
  weight: Weight | undefined,
  count: number,
): void {
  if (!weight) return;
  requireWeight(kernel, what, weight);
  requireSize(kernel, what, weight.tensor.shape, count);
}

function requireSize(kernel: string, what: string, shape: Shape, count: number): void {
  if (sameShape(shape, [count])) return;
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(shape)} for ${count} channels`,
    `Give one value for each channel: [${count}].`,
  );
}
