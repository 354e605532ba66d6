import type { Filter, Neighbours, Vectors } from '../match/vector-index.ts';
import type { StoredFace } from './entries.ts';
import { type GalleryRecords, otherModel } from './records.ts';
import type { RowHead } from './storage.ts';

/** Where the vectors of a gallery's named faces are compared; it follows what anybody writes. */
export interface GallerySearch {
  /** The number of named faces. */
  readonly size: number;
  /**
   * Takes over what has changed since the last time.
   *
   * @throws FaceGpuError `model-mismatch` where a face is another model's; `out-of-memory`, `device-lost`, and what
   * the storage throws
   */
  refresh(): Promise<void>;
  /** As `VectorIndex.search`, by the ids of faces. */
  search(queries: Vectors, k: number, filter?: FaceFilter): Promise<Neighbours>;
  /**
   * The vectors of those faces that are there, `[faces, dimensions]`. It must not be called while {@link refresh} is
   * under way.
   */
  vectorsOf(faces: readonly Pick<StoredFace, 'id' | 'pack'>[]): Promise<Vectors>;
}

/** The faces that a search may find. */
export type FaceFilter = Extract<Filter, { readonly ids: ArrayLike<number> }>;

/**
 * Which packs there are, all of one model.
 *
 * @throws FaceGpuError `model-mismatch`
 */
export async function packsOf(records: GalleryRecords, model: string): Promise<RowHead[]> {
  const heads = await records.packHeads();
  const strange = heads.find(({ keys }) => keys.model !== model);
  if (strange) throw otherModel(records.storage.name, String(strange.keys.model), model);
  return heads;
}
