import type { Scene, SeenFace } from './photo.ts';

/** A scene as it looks in a mirror: in a picture of this width that is shown the other way round. */
export function mirrored(scene: Scene, width: number): Scene {
  return { ...scene, faces: scene.faces.map((seen) => mirroredFace(seen, width)).reverse() };
}

/** What was found out about the face stays; only where it is shown changes. */
function mirroredFace({ face, matches }: SeenFace, width: number): SeenFace {
  const { box, landmarks } = face;
  return {
    face: {
      ...face,
      box: { ...box, x: width - box.x - box.width },
      landmarks: landmarks.map(([x, y]) => [width - x, y] as const),
    },
    matches,
  };
}
