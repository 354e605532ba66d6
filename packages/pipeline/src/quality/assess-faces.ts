import type { ChipImage, Quality } from '../api/face.ts';
import { distanceOf, type Metric } from '../match/metric.ts';
import type { FoundFace } from '../program/program.ts';
import { type AssessOptions, assessFace } from './assess-face.ts';
import { mirrorImage } from './mirror-image.ts';

export interface AssessFacesOptions extends Omit<AssessOptions, 'mirrorDistance'> {
  /** Of descriptors of the first recognition model. */
  readonly metric: Metric;
  /** Makes a descriptor of a chip, by the first recognition model, where that is to look at mirror images too. */
  readonly describe: ((chip: ChipImage) => Promise<ArrayLike<number>>) | undefined;
}

/** What faces with chips and landmarks are worth for recognition. */
export async function assessFaces(
  faces: readonly FoundFace[],
  { metric, describe, ...options }: AssessFacesOptions,
): Promise<(Quality | undefined)[]> {
  const assessed: (Quality | undefined)[] = [];
  for (const face of faces) {
    const { chip, descriptors: [own] = [] } = face;
    const mirrored = chip && own && (await describe?.(mirrorImage(chip)));
    const mirrorDistance = own && mirrored && distanceOf(metric, own, mirrored);
    assessed.push(assessFace(face, { ...options, mirrorDistance }));
  }
  return assessed;
}
