import { FaceGpuError } from '@facegpu/kernels';
import type { Box, Face } from '../api/face.ts';

/** The face with the largest box. */
export function largestFace(faces: readonly Face[]): Face | undefined {
  return best(faces, ({ box }) => -box.width * box.height);
}

/** The face whose box's centre is nearest to the photo's. */
export function centralFace(
  faces: readonly Face[],
  photo: { readonly width: number; readonly height: number },
): Face | undefined {
  const distance = ({ x, y, width, height }: Box) =>
    Math.hypot(x + width / 2 - photo.width / 2, y + height / 2 - photo.height / 2);
  return best(faces, ({ box }) => distance(box));
}

export function noFace(file: string): FaceGpuError {
  return new FaceGpuError(
    'no-face',
    `${file}: no face was found`,
    'Use a photo in which the face is larger and seen from the front, or lower --min-score.',
  );
}

/** The face with the lowest rank. */
function best(faces: readonly Face[], rank: (face: Face) => number): Face | undefined {
  return faces.reduce<Face | undefined>(
    (winner, face) => (winner && rank(winner) <= rank(face) ? winner : face),
    undefined,
  );
}
