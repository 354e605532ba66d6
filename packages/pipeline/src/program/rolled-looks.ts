import { sharedPart } from '../detect/overlap.ts';
import { doubtOf, isPossible, isSure } from './doubt.ts';
import type { DetectRequest, Findings, FoundFace } from './program.ts';
import { sumOfStages } from './sum-of-stages.ts';

/**
 * Degrees by which faces may be rolled, in rounds: the next one where this one found nothing sure. One look for
 * each: its canvas is between those that an upright photo is looked at in. A photo that is turned by half a
 * right angle leaves room by itself.
 */
const rounds = [
  { rolls: [270, 90, 180], zooms: [Math.SQRT2] },
  { rolls: [315, 45, 225, 135], zooms: [1] },
] as const;

/** Two boxes that share more of the smaller one are one face's: what was seen sideways is seen too large. */
const sameFace = 0.3;

/**
 * Looks at a photo turned, until a face is sure, and puts what was found in all looks together.
 *
 * @param upright what was found in the photo as it is
 * @param detect looks at it once more
 */
export async function lookRolled(
  upright: Findings,
  request: DetectRequest,
  detect: (request: DetectRequest) => Promise<Findings>,
): Promise<Findings> {
  const looks = [upright];
  const rolled: FoundFace[] = [];
  for (const { rolls, zooms } of rounds) {
    for (const roll of rolls) {
      // Whether it is a face is told by its landmarks.
      const look = await detect({ ...request, landmarks: true, roll, zooms });
      looks.push(look);
      rolled.push(...look.faces);
    }
    if (rolled.some(isSure)) break;
  }
  const merged = merge(upright.faces, rolled).slice(0, request.boxes.limit);
  return {
    faces: request.landmarks ? merged : merged.map(({ landmarks: _, ...face }) => face),
    stages: sumOfStages(looks),
  };
}

/** Faces of all looks, each once: the least doubtful of those in one place. */
function merge(upright: readonly FoundFace[], rolled: readonly FoundFace[]): FoundFace[] {
  const all = [...upright, ...rolled.filter(isPossible)];
  const kept: FoundFace[] = [];
  for (const face of all.sort((a, b) => doubtOf(a) - doubtOf(b))) {
    if (kept.every(({ box }) => sharedPart(box, face.box) <= sameFace)) kept.push(face);
  }
  return kept.sort((a, b) => b.score - a.score);
}
