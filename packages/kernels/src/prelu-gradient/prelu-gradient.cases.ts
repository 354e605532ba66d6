import type { Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';

export interface PreluGradientCase {
  readonly name: string;
  readonly shape: Shape;
  readonly slope: Shape;
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

export const preluGradientCases: readonly PreluGradientCase[] = [
  row([257], [257]),
  row([257], []),
  row([], []),
  row([1, 1], [1]),
  row([2, 5, 7, 6], [6]),
  row([2, 5, 7, 6], [1]),
  row([2, 5, 7, 6], [1, 1, 6]),
  row([2, 5, 7, 6], [5, 1, 6]),
  row([2, 5, 7, 6], [2, 1, 7, 1]),
  row([2, 5, 7, 6], [2, 5, 7, 6]),
  row([3, 31, 29, 5], [5]),
  row([3, 31, 29, 8], [8]),
  row([2, 5, 3, 12], [1, 12]),
  row([2, 5, 4], [5, 4]),
  row([0, 8], [8]),
  row([0, 7], [7]),
  { ...row([5, 63, 17], [17]), name: 'folded workgroups', folded: true },
  { ...row([3, 7, 65], [65]), name: 'NaN and infinities', notFinite: true },
  { ...row([3, 7, 64], [64]), name: 'whole vec4s, NaN and infinities', notFinite: true },
  { ...row([99, 68], [68]), name: 'whole vec4s, folded workgroups', folded: true },
];

export function drawPreluGradient(random: Random): PreluGradientCase {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 9));
  const stretched = shape.map((size) => random.pick([size, 1]));
  return row(shape, stretched.slice(random.integer(0, shape.length)));
}

function row(shape: Shape, slope: Shape): PreluGradientCase {
  return { name: `[${shape}] by [${slope}]`, shape, slope };
}
