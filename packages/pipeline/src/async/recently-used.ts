interface Entry<T> {
  readonly made: Promise<T>;
  /** The same, once it is there. */
  thing?: T;
  users: number;
}

/**
 * Things that are made when they are first wanted, by name, and kept: of more than there is room for, those
 * go that were not used for longest, but none that is in use.
 */
export class RecentlyUsed<T extends { dispose(): void }> {
  readonly #most: number;
  /** What was used last comes last. */
  readonly #entries = new Map<string, Entry<T>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Does something with the thing of a name. Where it can't be made, the next one who wants it tries again. */
  async use<R>(name: string, make: () => Promise<T>, work: (thing: T) => Promise<R>): Promise<R> {
    const entry: Entry<T> = this.#entries.get(name) ?? { made: this.#make(make), users: 0 };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    entry.users++;
    try {
      const thing = await entry.made.catch((error: unknown) => {
        if (this.#entries.get(name) === entry) this.#entries.delete(name);
        throw error;
      });
      entry.thing = thing;
      return await work(thing);
    } finally {
      entry.users--;
      this.#trim(this.#most);
    }
  }

  /** Nothing may be in use any more. */
  dispose(): void {
    this.#trim(0);
  }

  /** Makes room first, so that it is never exceeded without need. */
  #make(make: () => Promise<T>): Promise<T> {
    this.#trim(this.#most - 1);
    return make();
  }

  #trim(most: number): void {
    for (const [name, { thing, users }] of this.#entries) {
      if (this.#entries.size <= most) return;
      // Nobody lets go what is still being made.
      if (users > 0) continue;
      this.#entries.delete(name);
      thing?.dispose();
    }
  }
}
