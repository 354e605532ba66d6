import type { Box, PartialFace, Point } from '../api/face.ts';

interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * Faces in pixels of the photo as it is shown: boxes and points are moved, all else stays.
 *
 * @param from the size of the photo, as `detectIn` says it
 * @param to the size that it is shown in
 */
export function scaleFaces<F extends PartialFace>(
  faces: readonly F[],
  from: Extent,
  to: Extent,
): F[] {
  return faces.map((face) => scaleFace(face, to.width / from.width, to.height / from.height));
}

/** What of a face is a place, scaled along x and y. */
export function scaleFace<F extends Pick<PartialFace, 'box' | 'keypoints' | 'landmarks'>>(
  face: F,
  scaleX: number,
  scaleY: number,
): F {
  const { keypoints, landmarks } = face;
  const { x, y, width, height } = face.box;
  const scaled = ([x, y]: Point): Point => [x * scaleX, y * scaleY];
  const box: Box = {
    x: x * scaleX,
    y: y * scaleY,
    width: width * scaleX,
    height: height * scaleY,
  };
  return {
    ...face,
    box,
    ...(keypoints && { keypoints: keypoints.map(scaled) }),
    ...(landmarks && { landmarks: landmarks.map(scaled) }),
  };
}
