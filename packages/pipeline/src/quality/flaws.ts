import type { Quality } from '../api/face.ts';

/** What is wrong with a face, for whoever is to take another photo. */
export type QualityFlaw = 'small' | 'blurred' | 'dark' | 'bright' | 'turned' | 'doubtful';

/** Faces of fewer pixels have little left to recognise. */
const smallest = 40;
/** Less sharp than all but 2 % of the faces of Labeled Faces in the Wild. */
const bluntest = 30;
const darkest = 0.15;
const brightest = 0.85;
/** Degrees from which a profile is seen. */
const mostTurned = 45;
/** A score at which every second pair of a person's photos fails. */
const doubtful = 0.5;

/**
 * What is wrong with a face, the plain reasons first; nothing where it is as good as most are. `doubtful` says that
 * the network can make little of it, whatever the reason: an arm before it, or that it is no face at all.
 */
export function qualityFlaws({ score, size, sharpness, brightness, pose }: Quality): QualityFlaw[] {
  const flaws: [QualityFlaw, boolean][] = [
    ['small', size < smallest],
    ['blurred', sharpness < bluntest],
    ['dark', brightness < darkest],
    ['bright', brightness > brightest],
    ['turned', Math.abs(pose?.yaw ?? 0) > mostTurned],
    ['doubtful', score < doubtful],
  ];
  return flaws.flatMap(([flaw, applies]) => (applies ? [flaw] : []));
}
