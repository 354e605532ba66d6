import type { Lengths } from './bounds.ts';

/** Floats of a chunk: 4 MiB. */
const chunkFloats = 2 ** 20;

/** A part of the vectors that lies in one piece, from a slot on. */
export interface Piece {
  readonly slot: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * Vectors in memory, where they survive the loss of a device. Each has a slot; that of a removed one is
 * taken by the next that comes. They lie in chunks, so that growing copies none of them.
 */
export class Rows {
  readonly dimensions: number;
  readonly #chunks: Float32Array<ArrayBuffer>[] = [];
  readonly #chunkRows: number;
  readonly #slots = new Map<number, number>();
  #labels = new Uint32Array(256);
  #mask = new Uint32Array(8);
  #end = 0;
  #longest = 0;
  #shortest = Number.POSITIVE_INFINITY;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#chunkRows = Math.max(1, Math.floor(chunkFloats / dimensions));
  }

  /** How many vectors there are. */
  get size(): number {
    return this.#slots.size;
  }

  /** Slots from here on hold nothing. */
  get end(): number {
    return this.#end;
  }

  /** The id of each slot's vector; of one that holds nothing, anything. */
  get labels(): Uint32Array<ArrayBuffer> {
    return this.#labels;
  }

  /** A bit for each slot, the lowest of a word first: 1 where it holds a vector. */
  get mask(): Uint32Array<ArrayBuffer> {
    return this.#mask;
  }

  /** Between which the lengths of all vectors lie that there ever were, zeros left out. */
  get lengths(): Lengths {
    return { longest: this.#longest, shortest: this.#shortest };
  }

  slotOf(id: number): number | undefined {
    return this.#slots.get(id);
  }

  /** So many slots that are free, in ascending order: those of removed vectors first. */
  freeSlots(count: number): Uint32Array<ArrayBuffer> {
    const slots = new Uint32Array(count);
    let found = 0;
    const holes = this.#end - this.size;
    for (let slot = 0; found < Math.min(count, holes); slot++) {
      // Whole words without a hole are passed over.
      while (this.#mask[slot >>> 5] === 0xffffffff) slot = ((slot >>> 5) + 1) << 5;
      if (!this.#isTaken(slot)) slots[found++] = slot;
    }
    for (let slot = this.#end; found < count; slot++) slots[found++] = slot;
    return slots;
  }

  /** Copies vectors into free slots, which ascend. */
  put(slots: Uint32Array, ids: ArrayLike<number>, vectors: Float32Array): void {
    const last = slots.at(-1) ?? -1;
    this.#reserve(Math.max(this.#end, last + 1));
    this.#measure(vectors);
    for (let i = 0; i < slots.length; i++) this.#take(slots[i], ids[i]);
    let taken = 0;
    for (const [from, to] of runsOf(slots)) {
      for (const { values } of this.pieces(from, to)) {
        values.set(vectors.subarray(taken, taken + values.length));
        taken += values.length;
      }
    }
    this.#end = Math.max(this.#end, last + 1);
  }

  /** Forgets a vector that is there. */
  delete(id: number): void {
    const slot = this.#slots.get(id) as number;
    this.#slots.delete(id);
    this.#mask[slot >>> 5] &= ~(1 << slot);
    while (this.#end > 0 && !this.#isTaken(this.#end - 1)) this.#end--;
  }

  /** Moves vectors into the slots of removed ones, so that none is free before the end. */
  compact(): void {
    let target = 0;
    for (let slot = 0; slot < this.#end; slot++) {
      if (!this.#isTaken(slot)) continue;
      if (slot !== target) {
        this.vector(target).set(this.vector(slot));
        this.#mask[slot >>> 5] &= ~(1 << slot);
        this.#take(target, this.#labels[slot]);
      }
      target++;
    }
    this.#end = target;
    this.#chunks.length = Math.ceil(target / this.#chunkRows);
  }

  /** The vector of a slot: no copy. */
  vector(slot: number): Float32Array<ArrayBuffer> {
    const begin = (slot % this.#chunkRows) * this.dimensions;
    return this.#chunks[Math.floor(slot / this.#chunkRows)].subarray(
      begin,
      begin + this.dimensions,
    );
  }

  /** The vectors from a slot up to another, in as few pieces as there are chunks: no copies. */
  *pieces(from: number, to: number): Generator<Piece> {
    for (let slot = from; slot < to; ) {
      const chunk = Math.floor(slot / this.#chunkRows);
      const first = chunk * this.#chunkRows;
      const end = Math.min(to, first + this.#chunkRows);
      const begin = (slot - first) * this.dimensions;
      const values = this.#chunks[chunk].subarray(begin, (end - first) * this.dimensions);
      yield { slot, values };
      slot = end;
    }
  }

  #measure(vectors: Float32Array): void {
    const { dimensions } = this;
    for (let begin = 0; begin < vectors.length; begin += dimensions) {
      let squares = 0;
      for (let i = begin; i < begin + dimensions; i++) squares += vectors[i] * vectors[i];
      const length = Math.sqrt(squares);
      if (length > this.#longest) this.#longest = length;
      if (length > 0 && length < this.#shortest) this.#shortest = length;
    }
  }

  #isTaken(slot: number): boolean {
    return ((this.#mask[slot >>> 5] >>> (slot & 31)) & 1) === 1;
  }

  #take(slot: number, id: number): void {
    this.#labels[slot] = id;
    this.#mask[slot >>> 5] |= 1 << slot;
    this.#slots.set(id, slot);
  }

  /** Makes room for so many slots. */
  #reserve(end: number): void {
    const floats = this.#chunkRows * this.dimensions;
    while (this.#chunks.length * this.#chunkRows < end) this.#chunks.push(new Float32Array(floats));
    if (end <= this.#labels.length) return;
    const room = 2 ** Math.ceil(Math.log2(end));
    this.#labels = enlarge(this.#labels, room);
    this.#mask = enlarge(this.#mask, room / 32);
  }
}

/** Slots that follow each other, from the first of them to behind the last. */
export function runsOf(slots: Uint32Array): [number, number][] {
  const runs: [number, number][] = [];
  let begin = 0;
  for (let i = 1; i <= slots.length; i++) {
    if (i < slots.length && slots[i] === slots[i - 1] + 1) continue;
    if (i > begin) runs.push([slots[begin], slots[i - 1] + 1]);
    begin = i;
  }
  return runs;
}

function enlarge(words: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(words);
  return larger;
}
