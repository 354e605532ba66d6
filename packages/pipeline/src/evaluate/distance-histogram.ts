/** Bits of a distance that are left out: what is told apart differs by 2⁻¹⁴ of itself. */
const dropped = 9;
/** The bits of infinity, which is the last bucket. */
const infinity = 0x7f800000;
const last = infinity >>> dropped;

/** Distances from `start` to below `end`. */
export interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/**
 * Counts of distances in 16 MB, whatever their number and scale. A bucket holds those whose f32 bits
 * begin alike: it is as wide as 6e-5 of its distances.
 */
export class DistanceHistogram {
  readonly #counts = new Uint32Array(last + 1);
  readonly #word = new Float32Array(1);
  readonly #bits = new Uint32Array(this.#word.buffer);
  #total = 0;
  #finite = 0;

  /** How many there are, infinite ones too. */
  get total(): number {
    return this.#total;
  }

  /** How many of them are finite. */
  get finite(): number {
    return this.#finite;
  }

  /** @param distance from 0; infinity where a face was missed */
  add(distance: number): void {
    this.#word[0] = distance;
    const [bits] = this.#bits;
    this.#counts[bits >>> dropped]++;
    this.#total++;
    if (bits < infinity) this.#finite++;
  }

  /**
   * The largest threshold below which there are no more than `count` distances; infinity where all of
   * them may be, but for infinite ones.
   */
  thresholdOf(count: number): number {
    let below = 0;
    for (let bucket = 0; bucket < last; bucket++) {
      below += this.#counts[bucket];
      if (below > count) return this.#distance(bucket);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Buckets that hold finite distances, the nearest first: from where to where, and how many. */
  *buckets(): Generator<Bucket> {
    for (let bucket = 0; bucket < last; bucket++) {
      const count = this.#counts[bucket];
      if (count === 0) continue;
      yield { start: this.#distance(bucket), end: this.#distance(bucket + 1), count };
    }
  }

  /** The least distance of a bucket. */
  #distance(bucket: number): number {
    this.#bits[0] = bucket << dropped;
    return this.#word[0];
  }
}
