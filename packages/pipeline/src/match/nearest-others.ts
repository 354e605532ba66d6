import { FaceGpuError } from '@facegpu/kernels';
import { throwIfAborted } from '../async/abort.ts';
import { requireK, requireVectors } from './requirements.ts';
import type { Neighbours, VectorIndex, Vectors } from './vector-index.ts';

export interface NearestOthersOptions {
  /** Only of the vectors from this one; the first where left out. */
  readonly from?: number;
  /** Up to the one before this; the last where left out. */
  readonly to?: number;
  /** Ends it between two blocks. */
  readonly signal?: AbortSignal | undefined;
  /** Hears after each block how many vectors have their neighbours. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * The k nearest others of each vector of an index: a graph of exact nearest neighbours. A vector is never its own
 * neighbour, but an equal one may be; of equally near ones the lower number comes first, as float64 has it.
 *
 * All pairs are compared, in blocks of vectors, and only the nearest of each are kept: memory goes with n·k, and no
 * block takes so long at once that a driver would end it.
 *
 * @param index holds nothing but the vectors, under their numbers from 0
 * @param vectors `[n, dimensions]`
 * @returns lists of min(k, n - 1) for each vector from `from` to `to`
 * @throws FaceGpuError `bad-argument`, `shape-mismatch`, `aborted`, and as `VectorIndex.search` does
 */
export async function nearestOthers(
  index: VectorIndex,
  vectors: Vectors,
  k: number,
  options: NearestOthersOptions = {},
): Promise<Neighbours> {
  requireK(k);
  const { dimensions } = index;
  const count = requireVectors(dimensions, vectors);
  if (index.size !== count) {
    throw new FaceGpuError(
      'bad-argument',
      `the index holds ${index.size} vectors, and ${count} were given`,
      'Add the same vectors to an empty index.',
    );
  }
  const { from = 0, to = count, signal, onProgress } = options;
  const kept = Math.max(0, Math.min(k, count - 1));
  const ids = new Uint32Array((to - from) * kept);
  const distances = new Float32Array((to - from) * kept);
  if (kept === 0) return { k: 0, ids, distances };
  const blocks = new BlockSize();
  for (let begin = from; begin < to; ) {
    throwIfAborted(signal);
    const end = Math.min(to, begin + blocks.size);
    const started = performance.now();
    const queries = vectors.subarray(begin * dimensions, end * dimensions);
    // One more than are wanted: each finds itself, or has as many others that are just as near.
    const found = await index.search(queries, kept + 1);
    blocks.took(performance.now() - started);
    for (let row = begin; row < end; row++) {
      const source = (row - begin) * found.k;
      let place = (row - from) * kept;
      const last = place + kept;
      for (let rank = source; place < last; rank++) {
        if (found.ids[rank] === row) continue;
        ids[place] = found.ids[rank];
        distances[place++] = found.distances[rank];
      }
    }
    begin = end;
    onProgress?.(begin - from);
  }
  return { k: kept, ids, distances };
}

/** Milliseconds that a block is to take: drivers end what takes seconds, and half of one is the most here. */
const wantedTime = 250;
/** Vectors of a block. Fewer would leave the kernel's tile of queries empty; an index takes more in several turns. */
const [fewest, most] = [8, 256];

/** How many vectors are compared at once: as many as take a quarter of a second, by what the last ones took. */
export class BlockSize {
  #size = 32;

  get size(): number {
    return this.#size;
  }

  /** Tells how many milliseconds the last block took. The next one is at most twice as large. */
  took(milliseconds: number): void {
    const fitting = (this.#size * wantedTime) / Math.max(1, milliseconds);
    const next = 2 ** Math.floor(Math.log2(Math.max(1, Math.min(2 * this.#size, fitting))));
    this.#size = Math.max(fewest, Math.min(most, next));
  }
}
