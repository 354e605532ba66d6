import type { GalleryRecords } from './records.ts';

/** How large a gallery is. */
export interface GalleryStats {
  readonly people: number;
  /** Faces that are somebody's. */
  readonly faces: number;
  /** Faces that nobody has named. */
  readonly unnamed: number;
  readonly photos: number;
  /** The stamp of the model that made the vectors; `null` where there are none. */
  readonly model: string | null;
  /** On the disk. */
  readonly bytes: number;
  /** Whether it stays until somebody deletes it; a browser may not have agreed to that. */
  readonly persisted: boolean;
}

/** How large the gallery of some records is. */
export async function statsOf(records: GalleryRecords): Promise<GalleryStats> {
  const { people, faces, unnamed, photos } = await records.counts();
  const model = faces + unnamed > 0 ? ((await records.getSetting('model')) as string) : null;
  const { storage } = records;
  const [bytes, persisted = true] = await Promise.all([storage.bytes(), storage.persisted?.()]);
  return { people, faces, unnamed, photos, model, bytes, persisted };
}
