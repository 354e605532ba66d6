import type { Quality } from '../api/face.ts';
import { poseOf } from '../pose/pose.ts';
import type { FoundFace } from '../program/program.ts';
import { measureChip } from './measure-chip.ts';
import { scoreOf } from './score.ts';

/** What it takes to assess a face, besides the face itself. */
export interface AssessOptions {
  /** How many pixels of the photo as it is lie along one of the photo as it was uploaded. */
  readonly scale: number;
  /** What the landmarks are. */
  readonly order: string;
  /** The stamp of the first recognition model: lengths of descriptors are told by those of its own kind. */
  readonly model: string;
  /** The distance between the descriptor and that of the chip's mirror image, where it was asked for. */
  readonly mirrorDistance: number | undefined;
}

/** What a face is worth for recognition; nothing where its chip or its landmarks are missing. */
export function assessFace(
  { box, landmarks, landmarkShift, norms, chip }: FoundFace,
  { scale, order, model, mirrorDistance }: AssessOptions,
): Quality | undefined {
  if (!chip || !landmarks) return undefined;
  const pose = poseOf(landmarks, order);
  const norm = norms?.at(0);
  const measures = {
    size: Math.sqrt(box.width * box.height) * scale,
    ...measureChip(chip),
    ...(pose && { pose }),
    ...(landmarkShift !== undefined && { landmarkShift }),
    ...(norm !== undefined && { norm }),
    ...(mirrorDistance !== undefined && { mirrorDistance }),
  };
  return { score: scoreOf(measures, model), ...measures };
}
