import { FaceGpuError } from '@facegpu/kernels';

/** Says that a photo shows no face, or that there is none of a person. */
export function noFace(of: string): FaceGpuError {
  return new FaceGpuError(
    'no-face',
    `${of}: no face was found`,
    'Use a photo in which the face is larger and seen from the front, or lower minScore, --min-score.',
  );
}
