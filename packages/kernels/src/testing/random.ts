/** Random numbers from a seed, the same on every machine (Bob Jenkins' small fast generator). */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    this.#a = 0xf1ea5eed;
    this.#b = this.#c = this.#d = seed >>> 0;
    for (let i = 0; i < 20; i++) this.#next();
  }

  /** A number in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.#next() / 2 ** 32);
  }

  /** Numbers in [low, high). */
  values(count: number, low = -1, high = 1): Float64Array {
    return Float64Array.from({ length: count }, () => this.uniform(low, high));
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** One of the given things. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)];
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
