import { part } from '../async/part.ts';
import { isSure } from './doubt.ts';
import type { Program } from './program.ts';

/**
 * Finds faces however a photo is turned. A detector and a landmarker that know upright faces see a rolled one
 * badly or not at all: where a photo has no face whose landmarks can be trusted, both look at it turned, too.
 * One sure face is enough to take it that the photo is upright, which then costs nothing more.
 */
export function withAnyRoll(program: Program): Program {
  return {
    ...program,
    async detect(photo, request, lane) {
      const upright = await program.detect(photo, request, lane);
      const { faces } = upright;
      // Without landmarks, whatever was found is taken for what it is.
      const isKnown = request.landmarks ? faces.some(isSure) : faces.length > 0;
      if (request.upright || request.isChip || isKnown) return upright;
      const { lookRolled } = await part(() => import('./rolled-looks.ts'));
      return lookRolled(upright, request, (turned) => program.detect(photo, turned, lane));
    },
  };
}
