import type { Affine } from '@facegpu/kernels';
import type { Point } from '@facegpu/pipeline';

/** Where a point lies that an affine map, such as a variation's, takes somewhere. */
export function beforeMap({ x: [a, b, c], y: [d, e, f] }: Affine, [x, y]: Point): Point {
  const [right, down] = [x - c, y - f];
  const determinant = a * e - b * d;
  return [(e * right - b * down) / determinant, (a * down - d * right) / determinant];
}

/** Whether a map turns left into right. */
export function isMirrored({ x: [a, b], y: [d, e] }: Affine): boolean {
  return a * e - b * d < 0;
}
