import type { FacePipeline, Neighbours, VectorIndex, Vectors } from '@facegpu/pipeline';

/** The stamp of a model whose descriptors are single numbers. */
export const model = 'net@1/chip8';

/** An index of single numbers, in memory. */
class NumberIndex implements Pick<VectorIndex, 'dimensions' | 'size' | 'search' | 'dispose'> {
  readonly dimensions = 1;
  readonly #values = new Map<number, number>();

  get size(): number {
    return this.#values.size;
  }

  async add(values: Vectors, ids: ArrayLike<number>): Promise<void> {
    for (const [i, value] of values.entries()) this.#values.set(ids[i], value);
  }

  async remove(ids: ArrayLike<number>): Promise<number> {
    for (const id of Array.from(ids)) this.#values.delete(id);
    return ids.length;
  }

  async search(queries: Vectors, k: number): Promise<Neighbours> {
    const found = Math.min(k, this.size);
    const hits = Array.from(queries, (query) =>
      Array.from(this.#values, ([id, value]) => ({ id, distance: (value - query) ** 2 }))
        .sort((a, b) => a.distance - b.distance || a.id - b.id)
        .slice(0, found),
    ).flat();
    return {
      k: found,
      ids: Uint32Array.from(hits, ({ id }) => id),
      distances: Float32Array.from(hits, ({ distance }) => distance),
    };
  }

  async dispose(): Promise<void> {}
}

/** As much of a pipeline as a gallery needs, without a GPU: faces are as far apart as their numbers. */
export function numberPipeline(): FacePipeline {
  const thresholds = [
    { falseMatchRate: 1e-2, distance: 2, pairs: 100 },
    { falseMatchRate: 1e-4, distance: 1, pairs: 100 },
  ];
  const recognizer = { name: 'net', model, dimensions: 1, metric: 'euclidean', thresholds };
  const info = { ...recognizer, recognizers: [recognizer] };
  return { info, keepIndex: () => new NumberIndex() } as unknown as FacePipeline;
}

/** The descriptor of a face that is that number. */
export function numbered(value: number) {
  return { model, values: Float32Array.of(value) };
}
