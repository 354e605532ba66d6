import type { DistanceMetric } from '@facegpu/kernels';
import { measures } from '../match/exact-distance.ts';
import type { Neighbours, Vectors } from '../match/vector-index.ts';
import type { StoredFace } from './entries.ts';
import { type FaceFilter, type GallerySearch, packsOf } from './gallery-search.ts';
import type { GalleryRecords } from './records.ts';
import type { NearFace, VectorTable } from './storage.ts';

/** How far a distance that a storage has computed may be from the exact one, and as a share of it. */
const error = 1e-4;
/** More faces than were asked for, whose distances are computed again. */
const spare = 32;

export interface TableSearchOptions {
  /** The stamp that all faces must have. */
  readonly model: string;
  readonly dimensions: number;
  readonly metric: DistanceMetric;
}

/** Compares vectors where they are kept. What is found is the same as on the GPU: distances are computed in float64. */
export class TableSearch implements GallerySearch {
  readonly #records: GalleryRecords;
  readonly #table: VectorTable;
  readonly #options: TableSearchOptions;
  #size = 0;
  #version: string | undefined;

  constructor(records: GalleryRecords, table: VectorTable, options: TableSearchOptions) {
    this.#records = records;
    this.#table = table;
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  async refresh(): Promise<void> {
    const version = await this.#records.storage.version();
    if (version === this.#version) return;
    await packsOf(this.#records, this.#options.model);
    this.#size = await this.#table.follow((ids) => this.#records.packs(ids));
    this.#version = version;
  }

  async search(queries: Vectors, k: number, filter?: FaceFilter): Promise<Neighbours> {
    const { dimensions } = this.#options;
    const count = queries.length / dimensions;
    const all: NearFace[][] = [];
    for (let q = 0; q < count; q++) {
      const query = queries.subarray(q * dimensions, (q + 1) * dimensions);
      all.push(await this.#nearest(query, k, filter && Array.from(filter.ids)));
    }
    const found = Math.min(k, ...all.map(({ length }) => length));
    return {
      k: found,
      ids: Uint32Array.from(all.flatMap((near) => near.slice(0, found).map(({ face }) => face))),
      distances: Float32Array.from(
        all.flatMap((near) => near.slice(0, found).map(({ distance }) => distance)),
      ),
    };
  }

  async vectorsOf(faces: readonly Pick<StoredFace, 'id'>[]): Promise<Vectors> {
    const { dimensions } = this.#options;
    const vectors = await this.#table.get(faces.map(({ id }) => id));
    const all = new Float32Array(vectors.length * dimensions);
    for (const [i, { vector }] of vectors.entries()) all.set(vector, i * dimensions);
    return all;
  }

  /** The k nearest faces, or more, with exact distances. */
  async #nearest(
    query: Vectors,
    k: number,
    faces: readonly number[] | undefined,
  ): Promise<NearFace[]> {
    const { metric } = this.#options;
    const measure = measures[metric];
    for (let most = k + spare; ; most *= 4) {
      const near = await this.#table.nearest(query, { metric, most, faces });
      const exact = near.map((own) => ({ ...own, distance: measure(query, own.vector) }));
      exact.sort((a, b) => a.distance - b.distance || a.face - b.face);
      if (near.length < most) return exact;
      // Whoever was left out is as far as the last one at least, by the storage's reckoning.
      const last = near[near.length - 1].distance;
      const kth = exact[k - 1].distance;
      if (last - error * (1 + Math.abs(last)) > kth) return exact;
      // Many are as far as one another: all of them have to be looked at.
    }
  }
}
