import type { VectorIndex, Vectors } from '../match/vector-index.ts';
import { noPack, type StoredFace } from './entries.ts';
import { type Pack, pickFromPack } from './packs.ts';
import { type GalleryRecords, otherModel } from './records.ts';

/** Packs that are read at once. */
const together = 64;

/** The vectors of a gallery's named faces in an index, which follows what anybody writes. */
export class GalleryVectors {
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

  /** The number of named faces. */
  get size(): number {
    return this.#index.size;
  }

  /**
   * Takes over what has changed since the last time.
   *
   * @throws FaceGpuError `model-mismatch` where a face is another model's; `out-of-memory`, `device-lost`, and what
   * the storage throws
   */
  async refresh(): Promise<void> {
    const version = await this.#records.storage.version();
    if (version === this.#version) return;
    const heads = await this.#records.packHeads();
    const strange = heads.find(({ keys }) => keys.model !== this.#model);
    if (strange) {
      throw otherModel(this.#records.storage.name, String(strange.keys.model), this.#model);
    }
    const wanted = new Map(
      heads.filter(({ keys }) => keys.named === 1).map(({ id, keys }) => [id, keys.version]),
    );
    const stale = [...this.#packs].filter(([id, { version }]) => wanted.get(id) !== version);
    for (const [id, { faces }] of stale) {
      for (const face of faces) this.#leaving.add(face);
      this.#packs.delete(id);
    }
    const fresh = [...wanted.keys()].filter((id) => !this.#packs.has(id));
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
      await this.#index.add(vectors, faces);
      for (const face of pack.ids) this.#leaving.delete(face);
      this.#packs.set(id, { version: pack.version, faces: pack.ids.slice() });
    }
  }

  /**
   * The vectors of those faces that are in the index, `[faces, dimensions]`. It must not be called while
   * {@link refresh} is under way.
   */
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
