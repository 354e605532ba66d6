/** Places at first; a power of two, as it always is. */
const leastPlaces = 512;

/**
 * The slot of each id: a hash table in two arrays, with linear probing (Knuth, The Art of Computer Programming 6.4,
 * algorithms L and R). With a million ids, a `Map` takes several times as long to fill, and more memory.
 */
export class SlotTable {
  #ids = new Uint32Array(leastPlaces);
  /** One more than the slot; 0 where a place is free. */
  #slots = new Uint32Array(leastPlaces);
  #size = 0;

  /** How many ids there are. */
  get size(): number {
    return this.#size;
  }

  /** @param id a whole number from 0 to 4,294,967,295 */
  get(id: number): number | undefined {
    const slot = this.#slots[this.#placeOf(id)];
    return slot > 0 ? slot - 1 : undefined;
  }

  /** @param slot a whole number from 0 to 4,294,967,294 */
  set(id: number, slot: number): void {
    // More than half full, and runs of places that are taken become long.
    if (2 * (this.#size + 1) > this.#ids.length) this.#enlarge();
    const place = this.#placeOf(id);
    if (this.#slots[place] === 0) this.#size++;
    this.#ids[place] = id;
    this.#slots[place] = slot + 1;
  }

  /** Ids that are not there are passed over. */
  delete(id: number): void {
    let hole = this.#placeOf(id);
    if (this.#slots[hole] === 0) return;
    this.#size--;
    const last = this.#ids.length - 1;
    for (let place = (hole + 1) & last; this.#slots[place] > 0; place = (place + 1) & last) {
      // Whoever is looked for from the hole on, or from before it, moves into it.
      const distance = (place - this.#homeOf(this.#ids[place])) & last;
      if (distance < ((place - hole) & last)) continue;
      this.#ids[hole] = this.#ids[place];
      this.#slots[hole] = this.#slots[place];
      hole = place;
    }
    this.#slots[hole] = 0;
  }

  /** Where an id is, or would be. */
  #placeOf(id: number): number {
    const last = this.#ids.length - 1;
    let place = this.#homeOf(id);
    while (this.#slots[place] > 0 && this.#ids[place] !== id) place = (place + 1) & last;
    return place;
  }

  /** Where an id is looked for first: neighbours lie far apart (Fibonacci hashing). */
  #homeOf(id: number): number {
    return Math.imul(id, 0x9e3779b1) >>> (Math.clz32(this.#ids.length) + 1);
  }

  #enlarge(): void {
    const [ids, slots] = [this.#ids, this.#slots];
    this.#ids = new Uint32Array(2 * ids.length);
    this.#slots = new Uint32Array(2 * ids.length);
    for (let i = 0; i < ids.length; i++) {
      if (slots[i] === 0) continue;
      const place = this.#placeOf(ids[i]);
      this.#ids[place] = ids[i];
      this.#slots[place] = slots[i];
    }
  }
}
