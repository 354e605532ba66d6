import type { RecognizerInfo } from '../../api/options.ts';
import type { createIndex } from '../../match/create-index.ts';
import type { Filter, Neighbours, VectorIndex, Vectors } from '../../match/vector-index.ts';
import type { FacePipeline } from '../../pipeline.ts';
import type { GalleryRecords } from '../records.ts';
import { StoredGallery } from '../stored-gallery.ts';
import { TableSearch } from '../table-search.ts';

const dimensions = 2;

/** A recognition model of two dimensions, as a pipeline would name it. */
export const recognizer = {
  name: 'tiny',
  model: 'tiny@1/chip8',
  dimensions,
  metric: 'euclidean',
  thresholds: [
    { falseMatchRate: 1e-2, distance: 2, pairs: 100 },
    { falseMatchRate: 1e-4, distance: 1, pairs: 100 },
  ],
} as unknown as RecognizerInfo;

/** A gallery of vectors with two numbers that needs no GPU. @param pipeline as much of one as a test uses */
export function galleryOnCpu(
  records: GalleryRecords,
  pipeline: Partial<FacePipeline> = {},
): StoredGallery {
  const { vectors } = records.storage;
  const { model } = recognizer;
  return new StoredGallery({
    pipeline: pipeline as FacePipeline,
    recognizer,
    records,
    index: (() => new CpuIndex()) as unknown as typeof createIndex,
    search:
      vectors &&
      new TableSearch(records, vectors, { model, dimensions, metric: 'squaredEuclidean' }),
  });
}

/** Exact search by the obvious loops. */
class CpuIndex implements Pick<VectorIndex, 'search' | 'reconstruct' | 'dispose'> {
  readonly dimensions = dimensions;
  readonly #vectors = new Map<number, number[]>();

  get size(): number {
    return this.#vectors.size;
  }

  async add(vectors: Vectors, ids: ArrayLike<number>): Promise<void> {
    for (let i = 0; i < ids.length; i++) {
      this.#vectors.set(ids[i], [...vectors.subarray(i * dimensions, (i + 1) * dimensions)]);
    }
  }

  async remove(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#vectors.delete(id);
  }

  async search([x, y]: Vectors, k: number, filter?: Filter): Promise<Neighbours> {
    const wanted = filter && 'ids' in filter ? Array.from(filter.ids) : undefined;
    const found = Array.from(this.#vectors, ([id, [a, b]]) => {
      return { id, distance: (a - x) ** 2 + (b - y) ** 2 };
    })
      .filter(({ id }) => wanted?.includes(id) ?? true)
      .sort((one, other) => one.distance - other.distance)
      .slice(0, k);
    return {
      k: found.length,
      ids: Uint32Array.from(found, ({ id }) => id),
      distances: Float32Array.from(found, ({ distance }) => distance),
    };
  }

  async reconstruct(ids: ArrayLike<number>): Promise<Vectors> {
    return Float32Array.from(
      Array.from(ids).flatMap((id) => {
        const vector = this.#vectors.get(id);
        if (!vector) throw new Error(`there is no vector ${id}`);
        return vector;
      }),
    );
  }

  async dispose(): Promise<void> {}
}
