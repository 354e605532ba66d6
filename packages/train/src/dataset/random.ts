/**
 * Random numbers from seeds, the same on every machine (Bob Jenkins' small fast generator). The seeds are
 * numbers or names: what is drawn for one name says nothing of what is drawn for another.
 */
export class Random {
  #a = 0xf1ea5eed;
  #b: number;
  #c: number;
  #d: number;

  constructor(...seeds: readonly (number | string)[]) {
    this.#b = this.#c = this.#d = hash(...seeds);
    for (let i = 0; i < 20; i++) this.#next();
  }

  /** A number in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.#next() / 2 ** 32);
  }

  /** A whole number from 0 to one below `count`. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** A number of the normal distribution, of mean 0 and deviation 1 (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The same things in another order (Fisher and Yates). */
  shuffled<T>(things: readonly T[]): T[] {
    const mixed = [...things];
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
    }
    return mixed;
  }

  #next(): number {
    const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));
    const e = (this.#a - rotate(this.#b, 27)) | 0;
    this.#a = this.#b ^ rotate(this.#c, 17);
    this.#b = (this.#c + this.#d) | 0;
    this.#c = (this.#d + e) | 0;
    this.#d = (e + this.#a) | 0;
    return this.#d >>> 0;
  }
}

/** A number of 32 bits for a list of seeds: FNV-1a over its text, then MurmurHash3's finaliser. */
export function hash(...seeds: readonly (number | string)[]): number {
  let h = 0x811c9dc5;
  for (const character of JSON.stringify(seeds)) {
    h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
