import { FaceGpuError } from '@facegpu/kernels';
import type { Quality } from '../api/face.ts';
import { qualityFlaws } from './flaws.ts';

/**
 * Refuses faces that are worth too little for recognition.
 *
 * @param name of the person they are to be enrolled as
 * @throws FaceGpuError `low-quality`; `bad-argument` where a face doesn't say what it is worth
 */
export function requireQuality(
  name: string,
  faces: readonly { readonly quality?: Quality }[],
  minQuality: number,
): void {
  for (const { quality } of faces) {
    if (!quality) {
      throw new FaceGpuError(
        'bad-argument',
        `minQuality is ${minQuality}, and a face of "${name}" has no quality`,
        'Find faces with detect(photo, { quality: true }), or leave minQuality out.',
      );
    }
    if (quality.score >= minQuality) continue;
    const flaws = qualityFlaws(quality).join(', ');
    throw new FaceGpuError(
      'low-quality',
      `a face of "${name}" has a quality of ${quality.score.toFixed(2)}, below ${minQuality}${flaws && `: ${flaws}`}`,
      'Take another photo: sharp, well lit, the face to the camera and at least 40 pixels large.',
    );
  }
}
