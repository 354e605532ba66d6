import type { FoundFace } from './program.ts';

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

/** Whether what another look found, turned or enlarged, may be a face still. */
export function isPossible(face: FoundFace): boolean {
  return doubtOf(face) <= 1.25;
}

/** Whether a face's landmarks can be trusted. */
export function isSure(face: FoundFace): boolean {
  return doubtOf(face) <= 1;
}
