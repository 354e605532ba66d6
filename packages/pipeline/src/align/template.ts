import type { TemplatePoint } from '@facegpu/kernels';
import type { ModelSettings } from '../models/settings.ts';

/**
 * Where landmarks lie in the aligned crops that a network was trained on: points in a unit square,
 * with room around it.
 */
export interface Alignment {
  /** Room around the unit square, as a share of its side. */
  readonly padding: number;
  /** The landmark that the first point stands for. */
  readonly firstLandmark: number;
  /** x and y in the unit square. */
  readonly points: readonly (readonly [number, number])[];
  /** The landmarks that take part in the fit. */
  readonly fit: readonly number[];
}

/** The alignment that a model asks for. */
export function alignmentOf(settings: ModelSettings): Alignment {
  const table = settings.table('alignment');
  const alignment = {
    padding: table.number('padding'),
    firstLandmark: table.index('firstLandmark'),
    points: table.pairs('points'),
    fit: table.indices('fit'),
  };
  const lost = alignment.fit.find((landmark) => !pointOf(alignment, landmark));
  if (lost === undefined) return alignment;
  throw table.wrong('fit', `has landmark ${lost}, which has no point`, 'a list of landmarks');
}

/**
 * The places of all landmarks in an aligned crop of this size, in pixels; those that take no part in
 * the fit have no weight. The crop is `padding + 1 + padding` unit squares wide.
 */
export function templateOf(alignment: Alignment, landmarks: number, size: number): TemplatePoint[] {
  const { padding, fit } = alignment;
  const scale = size / (2 * padding + 1);
  return Array.from({ length: landmarks }, (_, i) => {
    const [x, y] = pointOf(alignment, i) ?? [0, 0];
    const weight = fit.includes(i) ? 1 : 0;
    return { x: (x + padding) * scale, y: (y + padding) * scale, weight };
  });
}

function pointOf(
  { points, firstLandmark }: Alignment,
  landmark: number,
): readonly [number, number] | undefined {
  return points[landmark - firstLandmark];
}
