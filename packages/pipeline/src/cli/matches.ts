import { Gallery } from '../match/gallery.ts';
import type { FacePipeline } from '../pipeline.ts';
import type { FaceEntry } from './face-entry.ts';

/** A face of another photo that is taken for the same person. */
export interface FaceMatch {
  readonly file: string;
  /** Its number in that photo, from 1. */
  readonly face: number;
  readonly distance: number;
}

/**
 * For each face, the nearest one of the other photos; `null` where none is near enough.
 *
 * @returns `[photo][face]`
 */
export async function matchFaces(
  pipeline: FacePipeline,
  photos: readonly { readonly file: string; readonly faces: readonly FaceEntry[] }[],
): Promise<(FaceMatch | null)[][]> {
  await using gallery = new Gallery(pipeline);
  const enrolled = new Map<string, Omit<FaceMatch, 'distance'>>();
  for (const [photo, { file, faces }] of photos.entries()) {
    await gallery.enrollMany(faces.map((face, i) => ({ name: `${photo}/${i}`, faces: face })));
    for (const i of faces.keys()) enrolled.set(`${photo}/${i}`, { file, face: i + 1 });
  }
  const matches: (FaceMatch | null)[][] = [];
  for (const [photo, { faces }] of photos.entries()) {
    // The faces of its own photo are other people, or itself.
    const nearest = await gallery.identifyMany(faces, { k: faces.length + 1 });
    const own = nearest.map((candidates): FaceMatch | null => {
      const best = candidates.find(({ name }) => !name.startsWith(`${photo}/`));
      const found = best?.same ? enrolled.get(best.name) : undefined;
      return best && found ? { ...found, distance: best.distance } : null;
    });
    matches.push(own);
  }
  return matches;
}
