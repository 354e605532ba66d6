import type { Face } from '../api/face.ts';
import { Gallery } from '../match/gallery.ts';
import type { FacePipeline } from '../pipeline.ts';

/** A face of another photo that is taken for the same person. */
export interface FaceMatch {
  readonly file: string;
  /** Its number in that photo, from 1. */
  readonly face: number;
  readonly distance: number;
}

/** For each face, the nearest one of the other photos; `null` where none is near enough. */
export async function matchFaces(
  pipeline: FacePipeline,
  photos: readonly { readonly file: string; readonly faces: readonly Face[] }[],
): Promise<Map<Face, FaceMatch | null>> {
  await using gallery = new Gallery(pipeline);
  const enrolled = new Map<string, Omit<FaceMatch, 'distance'>>();
  for (const [photo, { file, faces }] of photos.entries()) {
    await gallery.enrollMany(faces.map((face, i) => ({ name: `${photo}/${i}`, faces: face })));
    for (const i of faces.keys()) enrolled.set(`${photo}/${i}`, { file, face: i + 1 });
  }
  const matches = new Map<Face, FaceMatch | null>();
  for (const [photo, { faces }] of photos.entries()) {
    // The faces of its own photo are other people, or itself.
    const nearest = await gallery.identifyMany(faces, { k: faces.length + 1 });
    for (const [i, face] of faces.entries()) {
      const best = nearest[i].find(({ name }) => !name.startsWith(`${photo}/`));
      const found = best?.same ? enrolled.get(best.name) : undefined;
      matches.set(face, best && found ? { ...found, distance: best.distance } : null);
    }
  }
  return matches;
}
