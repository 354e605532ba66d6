import type { TemplatePoint } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';

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
  /** Where the numbers come from. */
  readonly source?: string | undefined;
}

const { listOf, maybe, of, table, text } = schema;

const landmark = of(kinds.whole(0, 65_535));

const alignmentTable = table<Alignment>({
  padding: of(kinds.real),
  firstLandmark: landmark,
  points: listOf(listOf(of(kinds.real), 2)),
  fit: listOf(landmark),
  source: maybe(text),
});

/** An alignment, as a model file says it. */
export const alignmentSchema: schema.Schema = (value, path) => {
  const flaw = alignmentTable(value, path);
  if (flaw !== undefined) return flaw;
  const alignment = value as Alignment;
  const lost = alignment.fit.find((landmark) => !pointOf(alignment, landmark));
  return lost === undefined ? undefined : `${path}.fit has landmark ${lost}, which has no point`;
};

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
