import { part } from '../async/part.ts';
import { isSure } from './doubt.ts';
import type { Program } from './program.ts';

/**
 * Finds faces that a detector and a landmarker see badly or not at all, as they know upright ones of a usual size:
 * where a photo has no face whose landmarks can be trusted, both look at it smaller and turned, too. One sure face is
 * enough to take it that the photo is upright, which then costs nothing more.
 */
export function withFurtherLooks(program: Program): Program {
  return {
    ...program,
    async detect(photo, request, lane) {
      const first = await program.detect(photo, request, lane);
      const { faces } = first;
      const { upright, landmarks, region, isChip } = request;
      // Without landmarks, and where the photo is known to be upright, whatever was found is taken for what it is.
      const isKnown = landmarks && !upright ? faces.some(isSure) : faces.length > 0;
      // A part of a photo is one of many looks already.
      if (isKnown || isChip || region) return first;
      const { lookFurther } = await part(() => import('./further-looks.ts'));
      return lookFurther(first, request, (other) => program.detect(photo, other, lane));
    },
  };
}
