import { FaceGpuError } from '@facegpu/kernels';

export { centralFace, largestFace } from '../faces/pick.ts';

export function noFace(file: string): FaceGpuError {
  return new FaceGpuError(
    'no-face',
    `${file}: no face was found`,
    'Use a photo in which the face is larger and seen from the front, or lower --min-score.',
  );
}
