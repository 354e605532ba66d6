import type { Neighbours, VectorIndex, Vectors } from '../match/vector-index.ts';
import { noPack, type StoredFace } from './entries.ts';
import { type FaceFilter, type GallerySearch, packsOf } from './gallery-search.ts';
import { type Pack, pickFromPack } from './packs.ts';
import type { GalleryRecords } from './records.ts';

/** Packs that are read at once. */
const together = 64;

/** The vectors of a gallery's named faces in an index on the GPU. */
export class GalleryVectors implements GallerySearch {
  readonly #records: GalleryRecords;
  readonly #index: VectorIndex;
  readonly #model: string;
  /** The faces of each pack that is in the index. */
  readonly #packs = new Map<number, { readonly version: number; readonly faces: Uint32Array }>();
  /** Faces that are in the index, and were in packs that have changed since. */
  readonly #leaving = new Set<number>();
  #version: string | undefined;

  /** @param model the stamp that all faces must have */
  constructor(records: GalleryRecords, index: VectorIndex, model: string) {
    this.#records = records;
    this.#index = index;
    this.#model = model;
  }

  get size(): number {
    return this.#index.size;
  }

  async refresh(): Promise<void> {
    const version = await this.#records.storage.version();
    if (version === this.#version) return;
    const heads = await packsOf(this.#records, this.#model);
    const wanted = new Map(
      heads.filter(({ keys }) => keys.named === 1).map(({ id, keys }) => [id, keys.version]),
    );
    const stale = [...this.#packs].filter(([id, { version }]) => wanted.get(id) !== version);
    for (const [id, { faces }] of stale) {
      for (const face of faces) this.#leaving.add(face);
      this.#packs.delete(id);
    }
    const fresh = [...wanted.keys()].filter((id) => !this.#packs.has(id));
    if (fresh.length > together) await this.#index.reserve((await this.#records.counts()).faces);
    for (let begin = 0; begin < fresh.length; begin += together) {
      await this.#add(fresh.slice(begin, begin + together));
    }
    if (this.#leaving.size > 0) await this.#index.remove([...this.#leaving]);
    this.#leaving.clear();
    this.#version = version;
  }

  /** Adds what is new in some packs. */
  async #add(ids: readonly number[]): Promise<void> {
    for (const [id, pack] of await this.#records.packs(ids)) {
      // Where nothing is there yet, as at the beginning, whole packs are taken.
      const { vectors, ids: faces } = this.#leaving.size === 0 ? pack : this.#withoutThere(pack);
      await this.#index.add(vectors, faces, { own: true });
      for (const face of pack.ids) this.#leaving.delete(face);
      this.#packs.set(id, { version: pack.version, faces: pack.ids.slice() });
    }
  }

  search(queries: Vectors, k: number, filter?: FaceFilter): Promise<Neighbours> {
    return this.#index.search(queries, k, filter);
  }

  async vectorsOf(faces: readonly Pick<StoredFace, 'id' | 'pack'>[]): Promise<Vectors> {
    return this.#index.reconstruct(faces.filter((face) => this.#isThere(face)).map(({ id }) => id));
  }

  #isThere({ id, pack }: Pick<StoredFace, 'id' | 'pack'>): boolean {
    if (pack === noPack) return false;
    if (this.#packs.get(pack)?.faces.includes(id)) return true;
    // The storage may be ahead of the index: the face was in another pack.
    return [...this.#packs.values()].some(({ faces }) => faces.includes(id));
  }

  /** Those faces of a pack that aren't in the index. */
  #withoutThere(pack: Pack): Pack {
    const places = [...pack.ids.keys()].filter((place) => !this.#leaving.has(pack.ids[place]));
    return pickFromPack(pack, places);
  }
}
