import type { Lengths } from './bounds.ts';
import { SlotTable } from './slot-table.ts';
import type { Vectors } from './vector-index.ts';

/** Floats of a chunk that is made for what comes: 4 MiB. */
const chunkFloats = 2 ** 20;
/** Floats of an array that becomes a chunk itself: 64 KiB, as a search for the chunk of a slot takes longer with more. */
const leastFloats = 2 ** 14;

/** A part of the vectors that lies in one piece, from a slot on. */
export interface Piece {
  readonly slot: number;
  readonly values: Vectors;
}

/**
 * Vectors in memory, where they survive the loss of a device. Each has a slot; that of a removed one is
 * taken by the next that comes. They lie in chunks, one behind the other, so that growing copies none of them.
 */
export class Rows {
  readonly dimensions: number;
  readonly #chunks: Piece[] = [];
  /** Slots from here on lie in no chunk. */
  #room = 0;
  readonly #slots = new SlotTable();
  #labels = new Uint32Array(256);
  #mask = new Uint32Array(8);
  #end = 0;
  #longest = 0;
  #shortest = Number.POSITIVE_INFINITY;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
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

  /**
   * Puts vectors into free slots, which ascend.
   *
   * @param isOwn whether the array may become a part of these rows; a copy is made of it otherwise, and of a small one
   */
  put(slots: Uint32Array, ids: ArrayLike<number>, vectors: Vectors, isOwn: boolean): void {
    const end = Math.max(this.#end, (slots.at(-1) ?? -1) + 1);
    this.#measure(vectors);
    this.#label(end);
    for (let i = 0; i < slots.length; i++) this.#take(slots[i], ids[i]);
    if (isOwn && slots[0] === this.#room && vectors.length >= leastFloats) {
      this.#append(vectors);
    } else {
      this.#reserve(end);
      this.#copy(slots, vectors);
    }
    this.#end = end;
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
    while ((this.#chunks.at(-1)?.slot ?? -1) >= target)
      this.#room = (this.#chunks.pop() as Piece).slot;
  }

  /** The vector of a slot: no copy. */
  vector(slot: number): Float32Array<ArrayBuffer> {
    const { slot: first, values } = this.#chunks[this.#chunkOf(slot)];
    const begin = (slot - first) * this.dimensions;
    return values.subarray(begin, begin + this.dimensions);
  }

  /** The vectors from a slot up to another, in as few pieces as there are chunks: no copies. */
  *pieces(from: number, to: number): Generator<Piece> {
    if (from >= to) return;
    for (let chunk = this.#chunkOf(from); this.#chunks[chunk]?.slot < to; chunk++) {
      const { slot: first, values } = this.#chunks[chunk];
      const slot = Math.max(from, first);
      const begin = (slot - first) * this.dimensions;
      yield { slot, values: values.subarray(begin, (to - first) * this.dimensions) };
    }
  }

  #copy(slots: Uint32Array, vectors: Vectors): void {
    let taken = 0;
    for (const [from, to] of runsOf(slots)) {
      for (const { values } of this.pieces(from, to)) {
        values.set(vectors.subarray(taken, taken + values.length));
        taken += values.length;
      }
    }
  }

  /** Which chunk a slot lies in. */
  #chunkOf(slot: number): number {
    let [low, high] = [0, this.#chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#chunks[middle].slot <= slot) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #measure(vectors: Vectors): void {
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

  /** Makes room for the vectors of so many slots. */
  #reserve(end: number): void {
    const rows = Math.max(1, Math.floor(chunkFloats / this.dimensions));
    while (this.#room < end) this.#append(new Float32Array(rows * this.dimensions));
  }

  #append(values: Vectors): void {
    this.#chunks.push({ slot: this.#room, values });
    this.#room += values.length / this.dimensions;
  }

  /** Makes room for who is in so many slots. */
  #label(end: number): void {
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
