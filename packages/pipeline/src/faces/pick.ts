import type { Box, PartialFace } from '../api/face.ts';

/** The face with the largest box: in a portrait, the one that it is about. Nothing where there is none. */
export function largestFace<F extends Pick<PartialFace, 'box'>>(
  faces: readonly F[],
): F | undefined {
  return best(faces, ({ box }) => -box.width * box.height);
}

/** The face whose box's centre is nearest to the photo's; nothing where there is none. */
export function centralFace<F extends Pick<PartialFace, 'box'>>(
  faces: readonly F[],
  photo: { readonly width: number; readonly height: number },
): F | undefined {
  const distance = ({ x, y, width, height }: Box) =>
    Math.hypot(x + width / 2 - photo.width / 2, y + height / 2 - photo.height / 2);
  return best(faces, ({ box }) => distance(box));
}

/** The face with the lowest rank. */
function best<F>(faces: readonly F[], rank: (face: F) => number): F | undefined {
  return faces.reduce<F | undefined>(
    (winner, face) => (winner && rank(winner) <= rank(face) ? winner : face),
    undefined,
  );
}
