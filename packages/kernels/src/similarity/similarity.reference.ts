import type { Affine } from '../geometry/crop.ts';
import type { TemplatePoint } from './similarity.ts';

/**
 * The similarity transform that takes a template to points with the least weighted sum of squared
 * distances, in float64.
 *
 * @param points x and y of each, one after the other
 */
export function similarityReference(
  template: readonly TemplatePoint[],
  points: ArrayLike<number>,
): Affine {
  const total = template.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (point: TemplatePoint, i: number) => number) =>
    template.reduce((sum, point, i) => sum + point.weight * value(point, i), 0) / total;
  const mx = mean(({ x }) => x);
  const my = mean(({ y }) => y);
  const px = mean((_, i) => points[2 * i]);
  const py = mean((_, i) => points[2 * i + 1]);
  let along = 0;
  let across = 0;
  let spread = 0;
  template.forEach(({ x, y, weight }, i) => {
    const [ax, ay] = [x - mx, y - my];
    const [bx, by] = [points[2 * i] - px, points[2 * i + 1] - py];
    along += weight * (ax * bx + ay * by);
    across += weight * (ax * by - ay * bx);
    spread += weight * (ax * ax + ay * ay);
  });
  const c = along / spread;
  const s = across / spread;
  return { x: [c, -s, px - (c * mx - s * my)], y: [s, c, py - (s * mx + c * my)] };
}
