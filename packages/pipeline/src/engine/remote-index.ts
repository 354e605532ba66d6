import type { DistanceMetric } from '@facegpu/kernels';
import { requireIndexOptions } from '../match/requirements.ts';
import type {
  Filter,
  IndexOptions,
  Neighbours,
  RangeNeighbours,
  VectorIndex,
  Vectors,
} from '../match/vector-index.ts';
import type { IndexCall } from './messages.ts';

interface Link {
  /** What the worker knows it by. */
  readonly number: number;
  /** Asks the index there. */
  call(call: IndexCall): Promise<unknown>;
  onDispose(): void;
}

/** An index in a worker. */
export class RemoteIndex implements VectorIndex {
  readonly dimensions: number;
  readonly metric: DistanceMetric;
  readonly number: number;
  readonly #link: Link;
  #size = 0;
  #disposing: Promise<void> | undefined;

  /** @throws FaceGpuError `bad-argument` */
  constructor(options: IndexOptions, link: Link) {
    const { dimensions, metric } = requireIndexOptions(options);
    this.dimensions = dimensions;
    this.metric = metric;
    this.number = link.number;
    this.#link = link;
  }

  get size(): number {
    return this.#size;
  }

  async reserve(count: number): Promise<void> {
    await this.#link.call({ method: 'reserve', args: [count] });
  }

  async add(vectors: Vectors, ids?: ArrayLike<number>): Promise<Uint32Array<ArrayBuffer>> {
    const call = { method: 'add', args: [vectors, ids] } as const;
    const added = (await this.#link.call(call)) as Uint32Array<ArrayBuffer>;
    this.#size += added.length;
    return added;
  }

  async remove(ids: ArrayLike<number>): Promise<number> {
    const removed = (await this.#link.call({ method: 'remove', args: [ids] })) as number;
    this.#size -= removed;
    return removed;
  }

  search(queries: Vectors, k: number, filter?: Filter): Promise<Neighbours> {
    const call = { method: 'search', args: [queries, k, filter] } as const;
    return this.#link.call(call) as Promise<Neighbours>;
  }

  range(queries: Vectors, radius: number, filter?: Filter): Promise<RangeNeighbours> {
    const call = { method: 'range', args: [queries, radius, filter] } as const;
    return this.#link.call(call) as Promise<RangeNeighbours>;
  }

  reconstruct(ids: ArrayLike<number>): Promise<Vectors> {
    return this.#link.call({ method: 'reconstruct', args: [ids] }) as Promise<Vectors>;
  }

  dispose(): Promise<void> {
    this.#disposing ??= this.#link
      .call({ method: 'dispose', args: [] })
      .finally(() => this.#link.onDispose())
      .then(() => {});
    return this.#disposing;
  }
}
