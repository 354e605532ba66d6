import { sharedPart } from '../detect/overlap.ts';
import type { Findings, FoundFace, Program } from './program.ts';

/**
 * Degrees by which faces may be rolled, in rounds: the next one where this one found nothing sure. One look for
 * each: its canvas is between those that an upright photo is looked at in. A photo that is turned by half a
 * right angle leaves room by itself.
 */
const rounds = [
  { rolls: [270, 90, 180], zooms: [Math.SQRT2] },
  { rolls: [315, 45, 225, 135], zooms: [1] },
] as const;

/** Of what was found in a look that was turned, this may be a face still. */
const mostDoubt = 1.25;

/** Two boxes that share more of the smaller one are one face's: what was seen sideways is seen too large. */
const sameFace = 0.3;

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
      const looks = [upright];
      const rolled: FoundFace[] = [];
      for (const { rolls, zooms } of rounds) {
        for (const roll of rolls) {
          // Whether it is a face is told by its landmarks.
          const wanted = { ...request, landmarks: true, roll, zooms };
          const look = await program.detect(photo, wanted, lane);
          looks.push(look);
          rolled.push(...look.faces);
        }
        if (rolled.some(isSure)) break;
      }
      const merged = merge(faces, rolled).slice(0, request.boxes.limit);
      return {
        faces: request.landmarks ? merged : merged.map(({ landmarks: _, ...face }) => face),
        stages: sumOf(looks),
      };
    },
  };
}

/**
 * How far a face's landmarks are to be doubted: more than 1 is too much. Those of an upright face hardly move
 * when they are looked for again in a crop that is aligned by the first ones; those of a face that was seen
 * sideways, or of what is no face, do. Of a face that the detector is less sure of, less is allowed.
 *
 * Of LFW's faces, all 113 that were rolled by 35 degrees and right angles and taken for somebody else are
 * above 1; of 50 upright ones, none is.
 */
export function doubtOf({ score, landmarkShift }: FoundFace): number {
  if (landmarkShift === undefined) return 2 * (1 - score);
  return landmarkShift / 0.11 + 0.5 * (1 - score);
}

function isSure(face: FoundFace): boolean {
  return doubtOf(face) <= 1;
}

/** Faces of all looks, each once: the least doubtful of those in one place. */
function merge(upright: readonly FoundFace[], rolled: readonly FoundFace[]): FoundFace[] {
  const all = [...upright, ...rolled.filter((face) => doubtOf(face) <= mostDoubt)];
  const kept: FoundFace[] = [];
  for (const face of all.sort((a, b) => doubtOf(a) - doubtOf(b))) {
    if (kept.every(({ box }) => sharedPart(box, face.box) <= sameFace)) kept.push(face);
  }
  return kept.sort((a, b) => b.score - a.score);
}

/** Milliseconds of all looks. */
function sumOf(looks: readonly Findings[]): Findings['stages'] {
  const sum: Record<string, number> = {};
  for (const { stages } of looks) {
    for (const [stage, time] of Object.entries(stages)) sum[stage] = (sum[stage] ?? 0) + time;
  }
  return sum;
}
