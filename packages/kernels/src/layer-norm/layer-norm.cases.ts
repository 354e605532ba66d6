import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface LayerNormCase {
  readonly name: string;
  readonly shape: Shape;
  readonly axis: number;
  readonly scale?: boolean;
  readonly offset?: boolean;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const layerNormCases: readonly LayerNormCase[] = [
  ...[1, 2, 7, 63, 64, 65, 257].map((size) => row([3, size], -1)),
  row([7], 0),
  row([2, 3, 5, 7], 1),
  row([2, 3, 5, 7], -2),
  row([0, 7], 1),
  row([3, 0], 1),
  { ...row([5, 9], -1), name: 'neither scale nor offset', scale: false, offset: false },
  { ...row([67, 5], -1), name: 'folded workgroups', folded: true },
  { ...row([7, 65], -1), name: 'NaN and infinities', notFinite: true },
];

export function drawLayerNorm(random: Random): LayerNormCase {
  const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(2, 9));
  return row(shape, random.integer(0, shape.length - 1));
}

function row(shape: Shape, axis: number): LayerNormCase {
  return { name: `[${shape}] from axis ${axis} on`, shape, axis, scale: true, offset: true };
}
