import { FaceGpuError, type TemplatePoint } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';

/** Where landmarks lie in the chips that a recognition network was trained on. */
export interface AlignmentSettings {
  /** Side of the chip in pixels. */
  readonly size: number;
  /** Room around the unit square of the points, as a share of its side. */
  readonly padding: number;
  /** The landmark that the first point stands for. */
  readonly firstLandmark: number;
  /** x and y in the unit square. */
  readonly points: readonly (readonly [number, number])[];
  /** The landmarks that take part in the fit. */
  readonly fit: readonly number[];
}

/** The alignment that a recognition model asks for. */
export function alignmentOf({ metadata, source }: Model): AlignmentSettings {
  const alignment = metadata.settings.alignment as AlignmentSettings | undefined;
  if (alignment && Array.isArray(alignment.points) && Array.isArray(alignment.fit)) {
    return alignment;
  }
  throw new FaceGpuError(
    'bad-model',
    `${source} doesn't say how its faces are aligned`,
    'Use a recognition model that was converted with facegpu-convert.',
  );
}

/**
 * The places of all landmarks in an aligned crop, in pixels; those that take no part in the fit have
 * no weight. The crop is `padding + 1 + padding` unit squares wide.
 */
export function templateOf(
  { points, firstLandmark, fit }: AlignmentSettings,
  landmarks: number,
  size: number,
  padding: number,
): TemplatePoint[] {
  const scale = size / (2 * padding + 1);
  return Array.from({ length: landmarks }, (_, i) => {
    const [x, y] = points[i - firstLandmark] ?? [0, 0];
    const weight = fit.includes(i) ? 1 : 0;
    return { x: (x + padding) * scale, y: (y + padding) * scale, weight };
  });
}
